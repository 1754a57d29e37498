package io.quantunet.trainer.quantization;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Random;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@DisplayName("Weights of a learned width")
class LearnedWidthWeightsTest {

  @Test
  void makesTernaryCodesOfTwoBits() {
    float[] quantized = quantize(2, ExponentRange.FREE, 0.9f, 0.3f, 0.2f, -0.3f, -0.9f);

    assertThat(quantized).containsExactly(0.5f, 0.5f, 0, -0.5f, -0.5f);
  }

  @Test
  void roundsTiesToEven() {
    float[] quantized = quantize(4, ExponentRange.FREE, 1f, 1.5f / 8, 2.5f / 8, -0.5f / 8);

    assertThat(quantized).containsExactly(7f / 8, 2f / 8, 2f / 8, 0);
  }

  @Test
  void givesEachChannelItsOwnPowerOfTwo() {
    LearnedWidthWeights quantizer = new LearnedWidthWeights("probe", 3, 4);

    quantizer.quantize(new float[] {1, -1.01f, 0.3f}, 3, ExponentRange.FREE, new float[3]);

    assertThat(quantizer.exponents()).containsExactly(3, 2, 4);
  }

  @Test
  void sharesAnExponentAmongTheTapsOfATransposedConvolution() {
    LearnedWidthWeights quantizer = new LearnedWidthWeights("probe", 1, 4);
    float[] quantized = new float[4];

    quantizer.quantize(new float[] {0.01f, 0.02f, 4, 0.3f}, 4, ExponentRange.FREE, quantized);

    assertThat(quantizer.exponents()).containsExactly(1);
    assertThat(quantized).containsExactly(0, 0, 3.5f, 0.5f);
  }

  @Test
  void keepsExponentsInTheRangeOfTheShift() {
    float[] quantized = quantize(2, ExponentRange.between(4, 6), 8f, 0.1f);

    assertThat(quantized).as("exponent at least 6 - 4").containsExactly(0.25f, 0);
  }

  @Test
  void givesAnAllZeroChannelTheLowerEnd() {
    LearnedWidthWeights quantizer = new LearnedWidthWeights("probe", 1, 4);

    quantizer.quantize(new float[2], 1, ExponentRange.between(8, 5), new float[2]);

    assertThat(quantizer.exponents()).containsExactly(-3);
  }

  @ParameterizedTest(name = "{0} -> {1} bits")
  @CsvSource({"-3, 2", "1.9, 2", "2.4, 2", "2.6, 3", "4.3, 4", "9, 8"})
  void usesAWidthOfTwoToEightBits(float learned, int bits) {
    LearnedWidthWeights quantizer = new LearnedWidthWeights("probe", 1, learned);

    quantizer.clampWidth();

    assertThat(quantizer.width().bits()).isEqualTo(bits);
  }

  @ParameterizedTest(name = "{0} bits")
  @CsvSource({"2", "3", "5", "8"})
  void hasTheClosedFormGradientOfTheWidth(int bits) {
    Random random = new Random(bits);
    float[] weights = new float[40];
    float[] gradient = new float[40];
    for (int i = 0; i < weights.length; i++) {
      weights[i] = (float) random.nextGaussian();
      gradient[i] = (float) random.nextGaussian();
    }
    weights[0] = 3.99f; // close below 4, so that it is clipped
    LearnedWidthWeights quantizer = new LearnedWidthWeights("probe", 1, bits);
    float[] quantized = new float[40];
    quantizer.quantize(weights, 1, ExponentRange.FREE, quantized);

    quantizer.backward(weights, 1, quantized, gradient.clone());

    double step = Math.scalb(4.0, 1 - bits);
    double expected = 0;
    for (int i = 0; i < weights.length; i++) {
      boolean clipped = Math.abs(weights[i]) > 4 - step / 2;
      expected +=
          gradient[i]
              * Math.log(2)
              * (clipped ? step * Math.signum(weights[i]) : weights[i] - quantized[i]);
    }
    assertThat((double) quantizer.bits().gradient()[0]).isCloseTo(expected, within(1e-4));
  }

  /**
   * Where the layer's range holds the scale, codes stay as they are and only the limit 2^(b-1) - 1
   * moves with the width b.
   */
  @ParameterizedTest(name = "{0} bits")
  @CsvSource({"2", "3", "5", "8"})
  void movesOnlyTheLimitWithTheWidthWhereTheScaleIsHeld(int bits) {
    Random random = new Random(bits);
    double step = Math.scalb(8.0, 1 - bits); // the range of codes is +-8, weights reach beyond
    float[] weights = new float[40];
    float[] gradient = new float[40];
    for (int i = 0; i < weights.length; i++) {
      weights[i] = (float) (8 * random.nextGaussian());
      gradient[i] = (float) random.nextGaussian();
    }
    LearnedWidthWeights quantizer = new LearnedWidthWeights("probe", 1, bits);
    float[] quantized = new float[40];
    quantizer.quantize(weights, 1, ExponentRange.between(3, bits - 1), quantized);
    assertThat(quantizer.exponents()).as("held: finer than wanted").containsExactly(bits - 4);

    quantizer.backward(weights, 1, quantized, gradient.clone());

    double nudge = 1e-4;
    double expected =
        (weighted(weights, gradient, step, bits + nudge)
                - weighted(weights, gradient, step, bits - nudge))
            / (2 * nudge);
    assertThat((double) quantizer.bits().gradient()[0]).isCloseTo(expected, within(1e-3));
  }

  /** Gradient times value, summed; values that are clipped at the width stand at its limit. */
  private static double weighted(float[] weights, float[] gradient, double step, double bits) {
    double sum = 0;
    for (int i = 0; i < weights.length; i++) {
      double code = Math.rint(weights[i] / step);
      double whole = Math.scalb(1.0, (int) Math.rint(bits) - 1) - 1;
      double limit = Math.pow(2, bits - 1) - 1;
      double kept = Math.abs(code) > whole ? limit * Math.signum(code) : code;
      sum += gradient[i] * step * kept;
    }
    return sum;
  }

  @Test
  void passesAClippedWeightsGradientOnlyBackIntoTheRange() {
    LearnedWidthWeights quantizer = new LearnedWidthWeights("probe", 1, 2);
    float[] weights = {0.9f, 0.9f, 0.4f};
    float[] quantized = new float[3];
    quantizer.quantize(weights, 1, ExponentRange.FREE, quantized);
    float[] gradient = {1, -1, -1};

    quantizer.backward(weights, 1, quantized, gradient);

    assertThat(gradient).as("descent shrinks, grows, grows").containsExactly(1, 0, -1);
  }

  private static float[] quantize(float bits, ExponentRange range, float... weights) {
    float[] quantized = new float[weights.length];
    new LearnedWidthWeights("probe", 1, bits).quantize(weights, 1, range, quantized);
    return quantized;
  }
}
