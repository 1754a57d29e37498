package io.quantunet.edge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import io.quantunet.mqtt.settings.BrokerProfile;
import java.nio.file.Path;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@DisplayName("The edge's settings")
class EdgeSettingsTest {

  @Test
  void haveDefaults() {
    EdgeSettings settings = EdgeSettings.fromConfig(ConfigFactory.load());

    assertThat(settings.ingest().inFlightBudget()).isEqualTo(64);
    assertThat(settings.modelFile()).isEqualTo(Path.of("models/quantunet-w16.qun"));
    assertThat(settings.mqtt().clientId()).isEqualTo(settings.edge());
    assertThat(settings.mqtt().cleanStart()).as("frames wait for an edge that is away").isFalse();
  }

  @Test
  void canBeMovedToAnotherBroker() {
    EdgeSettings settings =
        EdgeSettings.fromConfig(with("mqtt.username = ward, mqtt.password = secret"))
            .withBroker("tcp://192.0.2.7:1884", BrokerProfile.MOSQUITTO);

    assertThat(settings.mqtt().broker().toString()).isEqualTo("tcp://192.0.2.7:1884");
    assertThat(settings.mqtt().profile()).isEqualTo(BrokerProfile.MOSQUITTO);
    assertThat(settings.mqtt().credentials().orElseThrow().username()).isEqualTo("ward");
    assertThat(settings.mqtt().cleanStart()).isFalse();
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource({
    "in-flight-budget = 0, in-flight-budget",
    "in-flight-budget = 65536, in-flight-budget",
    "max-devices = 0, max-devices",
    "edge = \"ward/7\", edge",
    "site = \"\", site",
    "mqtt.profile = rabbit, mqtt.profile",
    "stop-timeout = 0 s, stop-timeout",
    "mqtt.broker = \"somewhere\", somewhere",
  })
  void nameWhatIsOutOfRange(String setting, String named) {
    Config config = with(setting);

    assertThatThrownBy(() -> EdgeSettings.fromConfig(config))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(named);
  }

  private static Config with(String settings) {
    return ConfigFactory.parseString("quantunet.edge { " + settings + " }")
        .withFallback(ConfigFactory.load());
  }
}
