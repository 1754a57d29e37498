package io.quantunet.launcher;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigValueFactory;
import io.quantunet.mqtt.settings.BrokerProfile;
import java.util.Optional;
import picocli.CommandLine.Option;

/** {@code --broker URL --broker-profile P --site S}: over what the settings of a service say. */
final class BrokerOption {

  @Option(
      names = "--broker",
      paramLabel = "URL",
      description = "MQTT broker, e.g. mqtt://HOST:1883")
  private Optional<String> url = Optional.empty();

  @Option(
      names = "--broker-profile",
      paramLabel = "P",
      description = "generic, hivemq or mosquitto: brokers differ")
  private Optional<String> profile = Optional.empty();

  @Option(names = "--site", paramLabel = "S", description = "site in the topics (default: demo)")
  private Optional<String> site = Optional.empty();

  /** The broker's URL; for commands without settings of their own. */
  String url() {
    return url.orElse("mqtt://127.0.0.1:1883");
  }

  /** The site; for commands without settings of their own. */
  String site() {
    return site.orElse("demo");
  }

  /**
   * The kind of broker; for commands without settings of their own.
   *
   * @throws IllegalArgumentException if there is no such kind
   */
  BrokerProfile profile() {
    return BrokerProfile.of(profile.orElse("generic"));
  }

  /**
   * The settings with these options over those of a service.
   *
   * @param service the name under {@code quantunet.}
   */
  Config over(Config settings, String service) {
    String path = "quantunet." + service + ".";
    Config result = settings;
    result = with(result, path + "mqtt.broker", url);
    result = with(result, path + "mqtt.profile", profile);
    return with(result, path + "site", site);
  }

  private static Config with(Config settings, String path, Optional<String> value) {
    return value.isEmpty()
        ? settings
        : settings.withValue(path, ConfigValueFactory.fromAnyRef(value.get()));
  }
}
