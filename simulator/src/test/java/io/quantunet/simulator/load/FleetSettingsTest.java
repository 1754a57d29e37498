package io.quantunet.simulator.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("The settings of a sensor fleet")
class FleetSettingsTest {

  private static final FleetSettings SETTINGS =
      FleetSettings.create("tcp://127.0.0.1:1883", "ward");

  @Test
  @DisplayName("name the devices from 01 on")
  void deviceNames() {
    assertThat(SETTINGS.deviceName(0)).isEqualTo("sensor-01");
    assertThat(SETTINGS.withDevicePrefix("probe.").deviceName(122)).isEqualTo("probe.123");
  }

  @Test
  @DisplayName("say which value is out of range")
  void refusals() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> SETTINGS.withDevices(0, 5))
        .withMessage("devices must be 1..10000, was 0");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> SETTINGS.withDevices(1, Double.NaN))
        .withMessage("fps must be above 0 and at most 1000, was NaN");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> SETTINGS.withDevicePrefix("bed/"))
        .withMessageContaining("device must be");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> FleetSettings.create("nonsense", "ward"))
        .withMessageContaining("nonsense");
  }
}
