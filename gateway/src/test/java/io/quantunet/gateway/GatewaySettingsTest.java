package io.quantunet.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("The gateway's settings")
class GatewaySettingsTest {

  @Test
  @DisplayName("listen on loopback and keep the broker's session by default")
  void haveSafeDefaults() {
    GatewaySettings settings = GatewaySettings.fromConfig(ConfigFactory.load());

    assertThat(settings.bind()).isEqualTo("127.0.0.1");
    assertThat(settings.mqtt().cleanStart()).isFalse();
    assertThat(settings.mqtt().sessionExpiry()).isEqualTo(Duration.ofDays(7));
    assertThat(settings.database().url()).startsWith("jdbc:h2:file:").contains("WRITE_DELAY=0");
  }

  @Test
  @DisplayName("say how long the broker keeps results for a gateway that is away")
  void setTheSessionExpiry() {
    GatewaySettings settings = load(Map.of("mqtt.session-expiry", "30 d"));

    assertThat(settings.mqtt().sessionExpiry()).isEqualTo(Duration.ofDays(30));
  }

  @Test
  @DisplayName("name the setting that is out of range")
  void nameWhatIsWrong() {
    assertThatThrownBy(() -> load(Map.of("http.port", 70_000)))
        .hasMessageContaining("port must be 0..65535, not 70000");
    assertThatThrownBy(() -> load(Map.of("site", "a/b"))).hasMessageContaining("site must be");
    assertThatThrownBy(() -> load(Map.of("database.pool-size", 1)))
        .hasMessageContaining("pool-size must be at least 2");
    assertThatThrownBy(() -> load(Map.of("database.url", "results.db")))
        .hasMessageContaining("must start with 'jdbc:'");
    assertThatThrownBy(() -> load(Map.of("mqtt.profile", "rabbit"))).hasMessageContaining("rabbit");
  }

  @Test
  @DisplayName("can each come from the environment")
  void haveEnvironmentOverrides() throws IOException {
    List<String> keys;
    try (InputStream in = GatewaySettings.class.getResourceAsStream("/reference.conf")) {
      keys =
          new String(in.readAllBytes(), StandardCharsets.UTF_8)
              .lines()
              .map(String::strip)
              .filter(line -> line.contains(" = "))
              .toList();
    }

    for (String line : keys.stream().filter(key -> !key.contains("${?")).toList()) {
      String key = line.substring(0, line.indexOf(" = "));
      assertThat(keys).anyMatch(other -> other.startsWith(key + " = ${?QUANTUNET_"));
    }
  }

  private static GatewaySettings load(Map<String, ?> changed) {
    Config changes = ConfigFactory.parseMap(changed).atPath("quantunet.gateway");
    return GatewaySettings.fromConfig(changes.withFallback(ConfigFactory.load()));
  }
}
