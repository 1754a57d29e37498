package io.quantunet.driver.accelerator.arch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class ConfigurationTest {

  @Test
  void derivesTheSizesOfBeatsAndWords() {
    assertThat(Configurations.ZU7EV.groups()).isEqualTo(2);
    assertThat(Configurations.ZU7EV.beatBytes()).isEqualTo(16);
    assertThat(Configurations.ZU7EV.weightWordBytes()).isEqualTo(256);
    assertThat(Configurations.K26.lanes()).isEqualTo(8192);
    assertThat(Configurations.CI.beatBytes()).isEqualTo(4);
  }

  @Test
  void isFoundByName() {
    assertThat(Configuration.of("k26")).isEqualTo(Configurations.K26);
    assertThatThrownBy(() -> Configuration.of("k25"))
        .hasMessageContaining("ci, k26, k26-wide, zu7ev");
  }

  @Test
  void refusesOutputLanesThatAreNoMultipleOfTheInputLanes() {
    assertThatThrownBy(() -> new Configuration("odd", 12, 8, 2, 64, 2048, 4096, 8))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("odd: 12 output lanes must be a multiple of 8 input lanes");
  }
}
