package io.quantunet.trainer.quantization;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.quantunet.driver.model.BitWidth;
import io.quantunet.trainer.optimizer.Parameter;
import java.util.Random;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("Weights of a learned step and range")
class StepAndRangeWeightsTest {

  private static final double LN2 = Math.log(2);

  private final Random random = new Random(3);
  private final float[] weights = new float[40];
  private final float[] gradient = new float[40];
  private final float[] quantized = new float[40];

  @ParameterizedTest(name = "log2 step {0}, log2 range {1} -> {2} bits")
  @CsvSource({
    "-1, -1, 2", // one step
    "-2, -1, 3", // two steps
    "-3, -0.2, 4", // 2^2.8, about seven steps
    "-3, 0, 5", // eight steps need one bit more than seven
    "-4, -2, 4",
    "-3.4, -0.2, 4", // the step is rounded to a power of two
    "-7, 0, 8" // at most 127 steps
  })
  void haveTheWidthThatTheRangeNeeds(float log2Step, float log2Range, int bits) {
    assertThat(quantizer(log2Step, log2Range).width()).isEqualTo(new BitWidth(bits));
  }

  @ParameterizedTest(name = "{0} bits")
  @ValueSource(ints = {2, 3, 5, 8})
  void startAsTheWidthThatCoversTheLargestWeight(int bits) {
    drawWeights();
    WeightQuantizer learned = new LearnedWidthWeights("probe", 2, bits);
    float[] expected = new float[40];

    StepAndRangeWeights quantizer = new StepAndRangeWeights("probe", 2, bits);
    quantizer.quantize(weights, 4, ExponentRange.FREE, quantized);
    learned.quantize(weights, 4, ExponentRange.FREE, expected);

    assertThat(quantized).containsExactly(expected);
    assertThat(quantizer.width()).isEqualTo(learned.width());
    assertThat(quantizer.learnedBits()).isCloseTo(bits, within(1e-4f));
  }

  @Test
  void areClippedAtTheRange() {
    float[] found = new float[4];

    quantizer(-3, -1)
        .quantize(new float[] {0.9f, 0.45f, 0.2f, -0.8f}, 1, ExponentRange.FREE, found);

    assertThat(found).containsExactly(0.5f, 0.5f, 0.25f, -0.5f);
  }

  @ParameterizedTest(name = "log2 step {0}, log2 range {1}")
  @CsvSource({"-1, -1", "-2, -1", "-3, -1", "-5, 0"})
  void haveTheGradientsOfTheStraightThroughSurrogate(float log2Step, float log2Range) {
    drawWeights();
    StepAndRangeWeights quantizer = quantizer(log2Step, log2Range);
    quantizer.quantize(weights, 1, ExponentRange.FREE, quantized);
    quantizer.backward(weights, 1, quantized, gradient.clone());

    double h = 1e-4;
    double ofStep = (surrogate(quantizer, h, 0) - surrogate(quantizer, -h, 0)) / (2 * h);
    double ofRange = (surrogate(quantizer, 0, h) - surrogate(quantizer, 0, -h)) / (2 * h);

    assertThat((double) step(quantizer).gradient()[0]).isCloseTo(ofStep, within(1e-3));
    assertThat((double) range(quantizer).gradient()[0]).isCloseTo(ofRange, within(1e-3));
  }

  @Test
  void moveOnlyTheClipWhereTheScaleIsHeld() {
    drawWeights();
    StepAndRangeWeights quantizer = quantizer(-3, -1);
    ExponentRange held = new ExponentRange(3, 3);
    quantizer.quantize(weights, 1, held, quantized);
    quantizer.backward(weights, 1, quantized, gradient.clone());

    double clipped = 0;
    for (int i = 0; i < weights.length; i++) {
      clipped += Math.abs(weights[i]) > 4.5 / 8 ? LN2 * gradient[i] * quantized[i] : 0;
    }
    assertThat(clipped).isNotZero();
    assertThat((double) range(quantizer).gradient()[0]).isCloseTo(clipped, within(1e-4));
    assertThat((double) step(quantizer).gradient()[0]).isCloseTo(-clipped, within(1e-4));
  }

  @Test
  void carryAPriceOnBitsToStepAndRange() {
    StepAndRangeWeights quantizer = quantizer(-3.3f, -0.4f);
    quantizer.addWidthGradient(10);

    for (Parameter parameter : quantizer.parameters()) {
      float original = parameter.value()[0];
      parameter.value()[0] = original + 0.01f;
      float above = quantizer.learnedBits();
      parameter.value()[0] = original - 0.01f;
      float below = quantizer.learnedBits();
      parameter.value()[0] = original;
      assertThat(parameter.gradient()[0])
          .as(parameter.name())
          .isCloseTo(10 * (above - below) / 0.02f, within(0.01f));
    }
  }

  @ParameterizedTest(name = "({0}, {1}) -> ({2}, {3})")
  @CsvSource({"-9, 1, -7, 0", "0.3, 0, 0, 0", "-2, -3, -2, -2", "-3, -1, -3, -1"})
  void stayWithinTheirBounds(float step, float range, float clampedStep, float clampedRange) {
    StepAndRangeWeights quantizer = quantizer(step, range);

    quantizer.clampWidth();

    assertThat(step(quantizer).value()).containsExactly(clampedStep);
    assertThat(range(quantizer).value()).containsExactly(clampedRange);
  }

  /** {@code sum(g * Q)} with all rounding errors and all clips frozen as they are. */
  private double surrogate(StepAndRangeWeights quantizer, double ofStep, double ofRange) {
    double unit = Math.scalb(1.0, PowersOfTwo.ceilLog2(WeightKernels.largest(weights, 0, 40, 0)));
    double step = Math.pow(2, step(quantizer).value()[0]) * unit;
    double range = Math.pow(2, range(quantizer).value()[0]) * unit;
    double edge = (Math.rint(range / step) + 0.5) * step;
    double sum = 0;
    for (int i = 0; i < weights.length; i++) {
      double rounding = (quantized[i] - weights[i]) / step;
      double moved =
          Math.abs(weights[i]) > edge
              ? Math.signum(weights[i]) * range * Math.pow(2, ofRange)
              : weights[i] + rounding * step * Math.pow(2, ofStep);
      sum += gradient[i] * moved;
    }
    return sum;
  }

  private void drawWeights() {
    for (int i = 0; i < weights.length; i++) {
      weights[i] = (float) random.nextGaussian();
      gradient[i] = (float) random.nextGaussian();
    }
  }

  private static StepAndRangeWeights quantizer(float log2Step, float log2Range) {
    StepAndRangeWeights quantizer = new StepAndRangeWeights("probe", 1, 4);
    step(quantizer).value()[0] = log2Step;
    range(quantizer).value()[0] = log2Range;
    return quantizer;
  }

  private static Parameter step(StepAndRangeWeights quantizer) {
    return quantizer.parameters().get(0);
  }

  private static Parameter range(StepAndRangeWeights quantizer) {
    return quantizer.parameters().get(1);
  }
}
