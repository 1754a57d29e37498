package io.quantunet.trainer.quantization;

import static org.assertj.core.api.Assertions.assertThat;

import io.quantunet.driver.model.BitWidth;
import java.util.Random;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("Weights of a fixed width")
class FixedWidthWeightsTest {

  @ParameterizedTest(name = "{0} bits")
  @ValueSource(ints = {2, 4, 8})
  void areThoseOfALearnedWidthThatStaysThere(int bits) {
    Random random = new Random(bits);
    float[] weights = new float[60];
    float[] gradient = new float[60];
    for (int i = 0; i < weights.length; i++) {
      weights[i] = (float) random.nextGaussian();
      gradient[i] = (float) random.nextGaussian();
    }
    WeightQuantizer fixed = new FixedWidthWeights("probe", 3, new BitWidth(bits));
    WeightQuantizer learned = new LearnedWidthWeights("probe", 3, bits);
    float[] found = new float[60];
    float[] expected = new float[60];
    float[] expectedGradient = gradient.clone();

    fixed.quantize(weights, 6, ExponentRange.FREE, found);
    fixed.backward(weights, 6, found, gradient);
    learned.quantize(weights, 6, ExponentRange.FREE, expected);
    learned.backward(weights, 6, expected, expectedGradient);

    assertThat(found).containsExactly(expected);
    assertThat(gradient).containsExactly(expectedGradient);
    assertThat(fixed.exponents()).containsExactly(learned.exponents());
  }

  @Test
  void learnNothingElse() {
    WeightQuantizer fixed = new FixedWidthWeights("probe", 3, new BitWidth(4));

    fixed.addWidthGradient(1);
    fixed.clampWidth();

    assertThat(fixed.parameters()).isEmpty();
    assertThat(fixed.learnedBits()).isEqualTo(4);
  }
}
