package io.quantunet.trainer.quantization;

import static org.assertj.core.api.Assertions.assertThat;

import io.quantunet.driver.model.BitWidth;
import java.util.Random;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("Least-squares scales")
class LeastSquaresScalesTest {

  @ParameterizedTest(name = "{0} bits")
  @ValueSource(ints = {2, 3, 4, 6, 8})
  void haveTheSmallestErrorOfAllExponents(int bits) {
    float[] weights = gaussian(new Random(bits), 4 * 30);
    BitWidth width = new BitWidth(bits);

    LeastSquaresScales scales = LeastSquaresScales.of(weights, 4, 2, width, ExponentRange.FREE);

    for (int channel = 0; channel < 2; channel++) {
      int best = -30;
      for (int exponent = -30; exponent <= 30; exponent++) {
        double least = squaredError(weights, channel, best, width);
        best = squaredError(weights, channel, exponent, width) < least ? exponent : best;
      }
      assertThat(scales.exponents()[channel]).isEqualTo(best);
    }
  }

  @Test
  void roundToTheirCodes() {
    float[] weights = {0.26f, -0.9f, 0.1f};
    LeastSquaresScales scales =
        LeastSquaresScales.of(weights, 1, 1, new BitWidth(4), ExponentRange.FREE);

    assertThat(scales.exponents()).containsExactly(3);
    assertThat(scales.round(weights, 1)).containsExactly(0.25f, -0.875f, 0.125f);
  }

  @Test
  void reachALargestWeightThatIsAPowerOfTwo() {
    float[] weights = {1, -1, 0};
    LeastSquaresScales scales =
        LeastSquaresScales.of(weights, 1, 1, new BitWidth(2), ExponentRange.FREE);

    assertThat(scales.round(weights, 1)).containsExactly(1, -1, 0);
  }

  @Test
  void stayInTheRangeOfTheShift() {
    LeastSquaresScales scales =
        LeastSquaresScales.of(
            new float[] {8, 0}, 2, 2, new BitWidth(2), ExponentRange.between(4, 6));

    assertThat(scales.exponents()).as("too large, and all zero").containsExactly(2, 2);
  }

  private static double squaredError(float[] weights, int channel, int exponent, BitWidth width) {
    double step = Math.scalb(1.0, -exponent);
    int limit = width.maxWeightCode();
    double sum = 0;
    for (int i = 0; i < weights.length; i++) {
      if (i / 30 % 2 == channel) {
        double code = Math.max(-limit, Math.min(limit, Math.rint(weights[i] / step)));
        sum += Math.pow(code * step - weights[i], 2);
      }
    }
    return sum;
  }

  private static float[] gaussian(Random random, int count) {
    float[] values = new float[count];
    for (int i = 0; i < count; i++) {
      values[i] = (float) random.nextGaussian();
    }
    return values;
  }
}
