package io.quantunet.trainer.net;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.quantunet.driver.model.BitWidth;
import io.quantunet.trainer.quantization.ActivationScheme;
import io.quantunet.trainer.quantization.WeightScheme;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("The settings of a net")
class NetSettingsTest {

  @Test
  void refuseToQuantizeOneSideOnly() {
    assertThatThrownBy(
            () ->
                new NetSettings(
                    4,
                    16,
                    16,
                    1,
                    new WeightScheme.Ternary(),
                    new ActivationScheme.FullPrecision(),
                    Precision.FLOAT32))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("weights and activations are quantized together or not at all");
  }

  @Test
  void ofPlainNumbersAreThoseOfTheReferenceRecipe() {
    NetSettings plain =
        new NetSettings(4, 16, 32, 1, new BitWidth(6), 4.3, true, Precision.FLOAT32);

    assertThat(plain).isEqualTo(NetSettings.quantized(4, 16, 32, 1));
    assertThat(plain.weights()).isEqualTo(new WeightScheme.LearnedWidth(4.3));
    assertThat(plain.activations()).isEqualTo(ActivationScheme.FixedWidth.of(6));
  }

  @Test
  void thatAreNotQuantizedAreThoseOfFullPrecision() {
    assertThat(new NetSettings(4, 16, 32, 1, new BitWidth(6), 4.3, false, Precision.FLOAT32))
        .isEqualTo(NetSettings.fullPrecision(4, 16, 32, 1));
    assertThat(NetSettings.fullPrecision(4, 16, 32, 1).isQuantized()).isFalse();
  }
}
