package io.quantunet.edge.result;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.quantunet.driver.engine.Logits;
import io.quantunet.proto.BoundingBox;
import io.quantunet.proto.Frame;
import io.quantunet.proto.Point;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("Lesion measures")
class LesionMeasuresTest {

  /** 4 x 2 grid, three set pixels: (1,0), (2,0), (2,1); logit 1.0 where set, -2.0 elsewhere. */
  private static final Logits LOGITS =
      new Logits(4, 2, new int[] {-8, 4, 4, -8, -8, -8, 4, -8}, 2, 0);

  /** Twice the grid across, four times down. */
  private static final Frame FRAME =
      Frame.newBuilder().setWidth(8).setHeight(8).setSpacingXMm(0.5).setSpacingYMm(0.25).build();

  @Test
  void countSetPixelsOfTheGrid() {
    assertThat(of(LOGITS, FRAME).pixels()).isEqualTo(3);
  }

  @Test
  void giveTheAreaThatTheGridPixelsCoverOfTheFrame() {
    assertThat(of(LOGITS, FRAME).areaMm2()).isCloseTo(3 * (0.5 * 2) * (0.25 * 4), within(1e-12));
  }

  @Test
  void giveNoAreaWithoutSpacing() {
    Frame unknown = FRAME.toBuilder().setSpacingYMm(0).build();

    assertThat(of(LOGITS, unknown).areaMm2()).isZero();
  }

  @Test
  void giveTheBoxInFramePixels() {
    assertThat(of(LOGITS, FRAME).box())
        .contains(BoundingBox.newBuilder().setLeft(2).setTop(0).setRight(6).setBottom(8).build());
  }

  @Test
  void giveTheCentroidInFramePixels() {
    Point centroid = of(LOGITS, FRAME).centroid().orElseThrow();

    assertThat(centroid.getX()).isCloseTo((1.5 + 2.5 + 2.5) / 3 * 2, within(1e-12));
    assertThat(centroid.getY()).isCloseTo((0.5 + 0.5 + 1.5) / 3 * 4, within(1e-12));
  }

  @Test
  void takeTheConfidenceFromTheSetPixels() {
    assertThat(of(LOGITS, FRAME).confidence()).isCloseTo(1 / (1 + Math.exp(-1)), within(1e-12));
  }

  @Test
  void takeTheConfidenceFromTheBackgroundIfNothingIsSet() {
    Logits empty = new Logits(2, 1, new int[] {-8, -8}, 2, 0);

    LesionMeasures measures = of(empty, FRAME);

    assertThat(measures.confidence()).isCloseTo(1 / (1 + Math.exp(-2)), within(1e-12));
    assertThat(measures.box()).isEmpty();
    assertThat(measures.centroid()).isEmpty();
  }

  private static LesionMeasures of(Logits logits, Frame frame) {
    return LesionMeasures.of(logits.mask(), logits, frame);
  }
}
