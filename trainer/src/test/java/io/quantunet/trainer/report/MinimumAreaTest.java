package io.quantunet.trainer.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.junit.jupiter.api.Test;

class MinimumAreaTest {

  /** Twelve true pixels of which all are found, and a normal image with nine false ones. */
  private static final List<EvaluatedImage> IMAGES =
      List.of(
          Evaluations.image("b.png", "benign", "############....", "############...."),
          Evaluations.image("n.png", "normal", "................", ".......#########"));

  private final MinimumArea areas = MinimumArea.of(IMAGES);

  @Test
  void anAreaOfZeroIsTheModelAsItIs() {
    assertThat(areas.at(0)).isEqualTo(new MinimumArea.Point(0, 1, 0.5, 1));
  }

  @Test
  void aFindingOfJustThatAreaStays() {
    assertThat(areas.at(8)).isEqualTo(new MinimumArea.Point(8, 1, 0.5, 1));
  }

  @Test
  void smallerFindingsAreDroppedTrueOnesAndFalseOnes() {
    MinimumArea.Point all = areas.at(16);

    assertThat(all.falsePositiveRate()).isZero();
    assertThat(all.diceLesions()).isZero();
    assertThat(all.diceAll()).isCloseTo(0.5, within(1e-12));
  }

  @Test
  void theSmallestOfEquallyGoodAreasIsTheBest() {
    assertThat(areas.best()).isZero();
    assertThat(MinimumArea.of(IMAGES.subList(1, 2)).best()).isEqualTo(16);
  }

  @Test
  void aLinePerAreaIsWritten() {
    assertThat(MinimumArea.csvHeader())
        .isEqualTo("part,area_pixels,dice_lesion_mean,dice_all_mean,false_positive_rate\n");
    assertThat(areas.csv("val").lines())
        .hasSize(9)
        .contains("val,16,0.000000,0.500000,0.000000")
        .startsWith("val,0,1.000000,0.500000,1.000000");
  }

  @Test
  void anAreaThatWasNotTriedHasNoFigures() {
    assertThatThrownBy(() -> areas.at(9)).hasMessage("no area of 9 was tried");
  }

  @Test
  void theSummarySaysThatItIsNotTheModel() {
    assertThat(areas.summary(16))
        .startsWith(
            "without findings below 16 pixels (post-processing, not the model): Dice 0.0000")
        .endsWith("false positives on 0 % instead of 100 % of normal images");
  }
}
