package io.quantunet.mqtt.settings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import akka.util.ByteString;
import io.quantunet.mqtt.model.MqttQos;
import java.time.Duration;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("Connection settings")
class MqttConnectionSettingsTest {

  private final MqttConnectionSettings settings =
      MqttConnectionSettings.create("tcp://broker:1883", "edge-1");

  @Test
  @DisplayName("keep every change, whatever is changed after it")
  void keepEveryChange() {
    MqttWill will = new MqttWill("gone", ByteString.emptyByteString(), MqttQos.AT_LEAST_ONCE, true);
    MqttConnectionSettings changed =
        settings
            .withProfile(BrokerProfile.MOSQUITTO)
            .withAuth("edge", "secret")
            .withKeepAlive(Duration.ofSeconds(7))
            .withCleanStart(false)
            .withSessionExpiry(Duration.ofDays(1))
            .withReceiveMaximum(64)
            .withWill(will)
            .withReconnectBackoff(Duration.ofMillis(1), Duration.ofMillis(2))
            .withConnectionTimeout(Duration.ofSeconds(3))
            .withFirstConnectTimeout(Duration.ofSeconds(4))
            .withQuiesceTimeout(Duration.ofSeconds(5))
            .withClientId("edge-2");

    assertThat(changed.profile()).isEqualTo(BrokerProfile.MOSQUITTO);
    assertThat(changed.credentials()).contains(new Credentials("edge", "secret"));
    assertThat(changed.keepAlive()).hasSeconds(7);
    assertThat(changed.cleanStart()).isFalse();
    assertThat(changed.sessionExpiry()).hasDays(1);
    assertThat(changed.receiveMaximum()).hasValue(64);
    assertThat(changed.will()).contains(will);
    assertThat(changed.reconnectMin()).hasMillis(1);
    assertThat(changed.reconnectMax()).hasMillis(2);
    assertThat(changed.connectionTimeout()).hasSeconds(3);
    assertThat(changed.firstConnectTimeout()).contains(Duration.ofSeconds(4));
    assertThat(changed.quiesceTimeout()).hasSeconds(5);
    assertThat(changed.clientId()).isEqualTo("edge-2");
    assertThat(changed.broker()).isEqualTo(settings.broker());
  }

  @Test
  @DisplayName("do not change the settings that they were made from")
  void areImmutable() {
    assertThat(settings.withReceiveMaximum(5).receiveMaximum()).hasValue(5);
    assertThat(settings.receiveMaximum()).isEmpty();
  }

  @Test
  @DisplayName("refuse values that MQTT cannot carry")
  void refuseImpossibleValues() {
    assertThatThrownBy(() -> settings.withReceiveMaximum(0)).hasMessageContaining("1..65535");
    assertThatThrownBy(() -> settings.withReceiveMaximum(65_536)).hasMessageContaining("65536");
    assertThatThrownBy(() -> settings.withKeepAlive(Duration.ofMillis(999)))
        .hasMessageContaining("keep alive");
    assertThatThrownBy(() -> settings.withSessionExpiry(Duration.ZERO))
        .hasMessageContaining("session expiry");
    assertThatThrownBy(
            () -> settings.withReconnectBackoff(Duration.ofSeconds(2), Duration.ofSeconds(1)))
        .hasMessageContaining("min <= max");
    assertThatThrownBy(() -> MqttConnectionSettings.create("tcp://broker", ""))
        .hasMessageContaining("client id");
  }

  @Test
  @DisplayName("do not print the password")
  void doNotPrintThePassword() {
    assertThat(settings.withAuth("edge", "secret").credentials().orElseThrow().toString())
        .doesNotContain("secret");
  }
}
