package io.quantunet.driver;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import io.quantunet.driver.engine.EngineKind;
import java.time.Duration;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("The driver's settings")
class DriverSettingsTest {

  @Test
  void areCompleteWithoutAnyConfiguration() {
    DriverSettings settings = DriverSettings.fromConfig(ConfigFactory.load());

    assertThat(settings.engine()).isEqualTo(EngineKind.ONEDNN);
    assertThat(settings.fallbackAllowed()).isTrue();
    assertThat(settings.workers()).isEqualTo(Runtime.getRuntime().availableProcessors());
    assertThat(settings.queueCapacity()).isEqualTo(256);
    assertThat(settings.inferenceTimeout()).isEqualTo(Duration.ofSeconds(30));
  }

  @Test
  void nameWhatIsOutOfRange() {
    assertThatThrownBy(() -> DriverSettings.fromConfig(with("queue-capacity = 0")))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("quantunet.driver.queue-capacity must be positive, was 0");
    assertThatThrownBy(() -> DriverSettings.fromConfig(with("engine = gpu")))
        .hasMessageStartingWith("no engine is called 'gpu'");
  }

  private static Config with(String setting) {
    return ConfigFactory.parseString("quantunet.driver." + setting)
        .withFallback(ConfigFactory.load());
  }
}
