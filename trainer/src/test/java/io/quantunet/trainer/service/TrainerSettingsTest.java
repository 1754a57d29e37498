package io.quantunet.trainer.service;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import java.nio.file.Path;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("The trainer's settings")
class TrainerSettingsTest {

  @Test
  @DisplayName("have defaults for every key")
  void defaults() {
    TrainerSettings settings = TrainerSettings.fromConfig(ConfigFactory.defaultReference());

    assertThat(settings.model()).isEqualTo(Path.of("models/quantunet-w16.qun"));
    assertThat(settings.epochs()).isEqualTo(2);
    assertThat(settings.minFrames()).isEqualTo(8);
    assertThat(settings.feedback().capacity()).isEqualTo(512);
    assertThat(settings.feedback().folder()).isEmpty();
    assertThat(settings.mqtt().cleanStart()).isFalse();
    assertThat(settings.mqtt().sessionExpiry()).hasDays(7);
  }

  @Test
  @DisplayName("say which value is out of range")
  void refusals() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> TrainerSettings.fromConfig(with("epochs = 0")))
        .withMessage("quantunet.trainer.epochs must be at least 1, was 0");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> TrainerSettings.fromConfig(with("feedback.capacity = 0")))
        .withMessage("quantunet.trainer.feedback.capacity must be at least 1, was 0");
  }

  private static Config with(String line) {
    return ConfigFactory.parseString("quantunet.trainer." + line)
        .withFallback(ConfigFactory.defaultReference())
        .resolve();
  }
}
