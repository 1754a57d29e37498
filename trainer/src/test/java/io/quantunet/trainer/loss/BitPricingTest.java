package io.quantunet.trainer.loss;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.quantunet.driver.accelerator.arch.Configurations;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("What bits are weighed by")
class BitPricingTest {

  @Test
  void isFoundByItsName() {
    assertThat(BitPricing.of("macs")).isEqualTo(BitWidthForm.MACS);
    assertThat(BitPricing.of("cycles-k26")).isEqualTo(new CyclePricing(Configurations.K26));
  }

  @Test
  void thatIsNotKnownIsRefusedWithWhatThereIs() {
    assertThatThrownBy(() -> BitPricing.of("mac"))
        .hasMessageContaining("'mac'; choose layers, parameters, macs, cycles-ci, cycles-k26");
  }
}
