package io.quantunet.trainer.loss;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.quantunet.trainer.net.Tensor;
import java.util.Random;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("The segmentation loss")
class SegmentationLossTest {

  private final Random random = new Random(5);

  @Test
  void isKnownForAnUndecidedNet() {
    Tensor logits = Tensor.zeros(1, 2, 2, 1);

    SegmentationLoss.Value loss =
        SegmentationLoss.evaluate(logits, new byte[] {1, 0, 0, 0}, logits.like());

    assertThat(loss.crossEntropy()).isCloseTo(Math.log(2), within(1e-9));
    assertThat(loss.dice()).isCloseTo(1 - 2 * 0.5 / (4 * 0.5 + 1), within(1e-5));
  }

  @Test
  void takesDicePerImage() {
    Tensor logits = tensor(40, 40, 40, 40, 40, -40, -40, -40);

    SegmentationLoss.Value loss =
        SegmentationLoss.evaluate(logits, new byte[] {1, 1, 1, 1, 0, 1, 0, 0}, logits.like());

    assertThat(loss.dice()).as("one perfect, one disjoint").isCloseTo(0.5, within(1e-5));
  }

  @Test
  void staysFiniteForHugeLogits() {
    Tensor logits = tensor(1e4f, -1e4f, 1e4f, -1e4f, 0, 0, 0, 0);
    Tensor gradient = logits.like();

    SegmentationLoss.Value loss =
        SegmentationLoss.evaluate(logits, new byte[] {0, 1, 1, 0, 0, 0, 0, 0}, gradient);

    assertThat(loss.total()).isFinite();
    for (float g : gradient.toArray()) {
      assertThat(g).isFinite();
    }
  }

  @Test
  void hasTheGradientOfFiniteDifferences() {
    float[] values = new float[2 * 16];
    byte[] targets = new byte[values.length];
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) random.nextGaussian();
      targets[i] = (byte) (i < 16 ? random.nextInt(2) : 0); // the second image has no lesion
    }
    Tensor logits = Tensor.zeros(2, 4, 4, 1);
    Tensor gradient = logits.like();
    SegmentationLoss.evaluate(at(logits, values), targets, gradient);
    float[] expected = gradient.toArray();

    for (int i = 0; i < values.length; i++) {
      float step = 1f / 256;
      float original = values[i];
      values[i] = original + step;
      double above = SegmentationLoss.evaluate(at(logits, values), targets, gradient).total();
      values[i] = original - step;
      double below = SegmentationLoss.evaluate(at(logits, values), targets, gradient).total();
      values[i] = original;
      assertThat((above - below) / (2 * step)).isCloseTo(expected[i], within(1e-5));
    }
  }

  @Test
  void weighsItsTerms() {
    Tensor logits = tensor(1, -2, 3, -4, 0, 1, -1, 2);
    byte[] targets = {1, 1, 0, 0, 0, 1, 0, 1};
    SegmentationLoss.Value plain = SegmentationLoss.evaluate(logits, targets, logits.like());

    SegmentationLoss.Value weighed =
        new SegmentationLoss(2, 0.5, 1e-5).times(0.5).apply(logits, targets, 2, logits.like());

    assertThat(weighed.crossEntropy()).isCloseTo(plain.crossEntropy(), within(1e-12));
    assertThat(weighed.dice()).isCloseTo(plain.dice() / 4, within(1e-12));
  }

  @Test
  void smoothsTheDiceOfAnImageWithoutALesion() {
    Tensor logits = Tensor.zeros(1, 2, 2, 1);

    SegmentationLoss.Value loss =
        new SegmentationLoss(0, 1, 1).apply(logits, new byte[4], 1, logits.like());

    assertThat(loss.dice()).as("S / (4 / 2 + S)").isCloseTo(1 - 1 / 3.0, within(1e-9));
  }

  @Test
  void leavesImagesWithoutALabelOut() {
    Tensor two = tensor(1, -2, 3, -4, 9, 9, 9, 9);
    Tensor gradient = two.like();
    gradient.write(0, new float[] {7, 7, 7, 7, 7, 7, 7, 7}, 8);
    Tensor one = Tensor.zeros(1, 2, 2, 1);
    one.write(0, new float[] {1, -2, 3, -4}, 4);
    Tensor expected = one.like();
    byte[] targets = {1, 1, 0, 0, 1, 1, 1, 1};

    SegmentationLoss.Value loss = SegmentationLoss.DEFAULT.apply(two, targets, 1, gradient);

    assertThat(loss).isEqualTo(SegmentationLoss.evaluate(one, targets, expected));
    assertThat(gradient.toArray()).startsWith(expected.toArray()).endsWith(0f, 0f, 0f, 0f);
  }

  @Test
  void refusesASmoothOfNothing() {
    assertThatThrownBy(() -> new SegmentationLoss(1, 1, 0))
        .hasMessage("smooth must be positive, was 0.0");
  }

  private static Tensor tensor(float... values) {
    return at(Tensor.zeros(2, 2, 2, 1), values);
  }

  private static Tensor at(Tensor tensor, float[] values) {
    tensor.write(0, values, values.length);
    return tensor;
  }
}
