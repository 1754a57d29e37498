package io.quantunet.trainer.quantization;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("A scheme")
class SchemeTest {

  @ParameterizedTest(name = "{0} bits")
  @ValueSource(doubles = {1.9, 8.1, Double.NaN})
  void refusesToStartOutsideOfTwoToEightBits(double bits) {
    assertThatThrownBy(() -> new WeightScheme.LearnedWidth(bits))
        .hasMessage("weights must start at 2..8 bits, not at " + bits);
    assertThatThrownBy(() -> new WeightScheme.StepAndRange(bits))
        .hasMessage("weights must start at 2..8 bits, not at " + bits);
    assertThatThrownBy(() -> new ActivationScheme.LearnedWidth(bits))
        .hasMessage("activations must start at 2..8 bits, not at " + bits);
  }

  @Test
  void ofFullPrecisionHasNoCodes() {
    WeightQuantizer floats = new WeightScheme.FullPrecision().quantizer("probe", 3);

    assertThat(floats.storedBits()).isEqualTo(32);
    assertThatThrownBy(floats::width).hasMessageContaining("full precision have no codes");
    assertThatThrownBy(floats::exponents).hasMessageContaining("full precision have no codes");
    assertThat(new ActivationScheme.FullPrecision().quantizer("probe")).isEmpty();
  }

  @Test
  void withoutANumberThatIsTheWidthSaysWhatToUseInstead() {
    WeightQuantizer weights = new WeightScheme.StepAndRange(4).quantizer("probe", 3);

    assertThatThrownBy(weights::bits).hasMessageContaining("addWidthGradient()");
  }
}
