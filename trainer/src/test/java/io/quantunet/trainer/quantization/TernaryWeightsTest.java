package io.quantunet.trainer.quantization;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.quantunet.driver.model.BitWidth;
import java.util.Random;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("Ternary weights")
class TernaryWeightsTest {

  private final TernaryWeights quantizer = new TernaryWeights("probe", 1);

  @Test
  void keepWhatExceedsSevenTenthsOfTheMean() {
    // mean 0.5, delta 0.35, alpha (0.9 + 0.7 + 0.5) / 3 = 0.7: nearest power of two 0.5
    float[] quantized = quantize(ExponentRange.FREE, 0.9f, -0.7f, 0.3f, -0.1f, 0.5f);

    assertThat(quantized).containsExactly(0.5f, -0.5f, 0, 0, 0.5f);
    assertThat(quantizer.exponents()).containsExactly(1);
  }

  @Test
  void takeTheScaleThatIsNearestNotTheOneAbove() {
    assertThat(quantize(ExponentRange.FREE, 0.7f, -0.7f)).containsExactly(0.5f, -0.5f);
    assertThat(quantize(ExponentRange.FREE, 0.8f, -0.8f)).containsExactly(1, -1);
  }

  @Test
  void haveTheSmallestErrorOfAllPowersOfTwo() {
    Random random = new Random(5);
    float[] weights = new float[60];
    for (int i = 0; i < weights.length; i++) {
      weights[i] = (float) random.nextGaussian();
    }
    float[] quantized = quantize(ExponentRange.FREE, weights);
    double found = squaredError(weights, quantized, 1);

    assertThat(found).isLessThan(squaredError(weights, quantized, 2));
    assertThat(found).isLessThan(squaredError(weights, quantized, 0.5f));
  }

  @Test
  void haveAScaleForEachChannelThatItsTapsShare() {
    TernaryWeights channels = new TernaryWeights("probe", 2);
    float[] quantized = new float[4];

    channels.quantize(new float[] {1, 0.1f, 1.1f, 0.12f}, 4, ExponentRange.FREE, quantized);

    assertThat(channels.exponents()).containsExactly(0, 3);
    assertThat(quantized).containsExactly(1, 0.125f, 1, 0.125f);
  }

  @Test
  void keepTheScaleInTheRangeOfTheShift() {
    assertThat(quantize(ExponentRange.between(4, 6), 8f, 0.1f)).containsExactly(0.25f, 0);
  }

  @Test
  void giveAnAllZeroChannelTheLowerEnd() {
    assertThat(quantize(ExponentRange.between(8, 5), 0f, 0f)).containsExactly(0, 0);
    assertThat(quantizer.exponents()).containsExactly(-3);
  }

  @Test
  void passAllGradientsStraightThrough() {
    float[] weights = {0.9f, -0.7f, 0.3f};
    float[] quantized = quantize(ExponentRange.FREE, weights);
    float[] gradient = {1, -2, 3};

    quantizer.backward(weights, 1, quantized, gradient);

    assertThat(gradient).containsExactly(1, -2, 3);
    assertThat(quantizer.parameters()).isEmpty();
  }

  @Test
  void goOnFromTwoBitsOnly() {
    quantizer.adopt(new BitWidth(2));

    assertThat(quantizer.width()).isEqualTo(new BitWidth(2));
    assertThatThrownBy(() -> quantizer.adopt(new BitWidth(3)))
        .hasMessage("weights of 3 bits cannot continue as 2 bits");
  }

  private float[] quantize(ExponentRange range, float... weights) {
    float[] quantized = new float[weights.length];
    quantizer.quantize(weights, 1, range, quantized);
    return quantized;
  }

  private static double squaredError(float[] weights, float[] quantized, float factor) {
    double sum = 0;
    for (int i = 0; i < weights.length; i++) {
      sum += Math.pow(weights[i] - factor * quantized[i], 2);
    }
    return sum;
  }
}
