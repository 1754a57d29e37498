package io.quantunet.trainer.quantization;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Label;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

@Label("The weight quantizer, for any weights")
class WeightQuantizerPropertyTest {

  @Property(tries = 200)
  void yieldsCodesOfTheNarrowRangeHalfAStepAwayAtMost(
      @ForAll @IntRange(min = 2, max = 8) int bits, @ForAll long seed) {
    Random random = new Random(seed);
    float[] weights = new float[20];
    for (int i = 0; i < weights.length; i++) {
      weights[i] = (float) (random.nextGaussian() * Math.exp(2 * random.nextGaussian()));
    }
    WeightQuantizer quantizer = new LearnedWidthWeights("probe", 1, bits);
    float[] quantized = new float[20];

    quantizer.quantize(weights, 1, ExponentRange.FREE, quantized);

    int exponent = quantizer.exponents()[0];
    int limit = (1 << (bits - 1)) - 1;
    for (int i = 0; i < weights.length; i++) {
      double code = Math.scalb((double) quantized[i], exponent);
      double exact = Math.scalb((double) weights[i], exponent);
      assertThat(code).isEqualTo(Math.rint(code)).isBetween(-(double) limit, (double) limit);
      assertThat(Math.abs(code - Math.max(-limit, Math.min(limit, exact))))
          .isLessThanOrEqualTo(0.5);
    }
  }
}
