package io.quantunet.trainer.quantization;

import static org.assertj.core.api.Assertions.assertThat;

import io.quantunet.driver.model.ActivationFormat;
import io.quantunet.driver.model.BitWidth;
import java.util.Random;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@DisplayName("The histogram of activations")
class ActivationHistogramTest {

  private final ActivationHistogram histogram = new ActivationHistogram();

  @ParameterizedTest(name = "{0} bits, spread {1}")
  @CsvSource({"2, 1", "4, 1", "8, 1", "4, 0.001", "6, 300", "8, 1000"})
  void findsTheFormatWithTheSmallestErrorOnTheValuesThemselves(int bits, double spread) {
    Random random = new Random(bits);
    float[] values = new float[5000];
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) (spread * random.nextGaussian());
    }
    histogram.add(values, values.length);

    ActivationFormat best = ActivationFormat.of(bits, -40);
    for (int exponent = -40; exponent <= 40; exponent++) {
      ActivationFormat format = ActivationFormat.of(bits, exponent);
      best = error(values, format) < error(values, best) ? format : best;
    }

    assertThat(histogram.bestFormat(new BitWidth(bits))).isEqualTo(best);
  }

  @Test
  void clipsAnOutlierAtFewBitsOnly() {
    float[] values = new float[20_000];
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) i / values.length;
    }
    values[0] = 7;
    histogram.add(values, values.length);

    assertThat(histogram.bestFormat(new BitWidth(4))).isEqualTo(ActivationFormat.of(4, 4));
    assertThat(histogram.bestFormat(new BitWidth(8))).isEqualTo(ActivationFormat.of(8, 5));
  }

  @Test
  void takesAThresholdOfOneIfNothingIsPositive() {
    histogram.add(new float[] {0, -3}, 2);

    assertThat(histogram.bestFormat(new BitWidth(6))).isEqualTo(ActivationFormat.of(6, 6));
  }

  @Test
  void countsTheFrontOfABlockOnly() {
    histogram.add(new float[] {0.5f, 100}, 1);

    assertThat(histogram.bestFormat(new BitWidth(8)).exponent())
        .as("threshold below 128")
        .isGreaterThan(1);
  }

  private static double error(float[] values, ActivationFormat format) {
    double step = Math.scalb(1.0, -format.exponent());
    double sum = 0;
    for (float value : values) {
      double code = Math.rint(Math.max(0, value) / step);
      double found = Math.min(format.width().maxActivationCode(), code) * step;
      sum += Math.pow(found - Math.max(0, value), 2);
    }
    return sum;
  }
}
