package io.quantunet.launcher;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigException;
import com.typesafe.config.ConfigFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import picocli.CommandLine.Option;

/** {@code --config FILE}: HOCON over the defaults of {@code reference.conf} and the environment. */
final class ConfigOption {

  @Option(
      names = "--config",
      paramLabel = "FILE",
      description =
          "settings (HOCON) over the defaults; every key also has an environment variable")
  private Optional<Path> file = Optional.empty();

  /**
   * @return the file's settings over the defaults
   * @throws CommandFailure if the file is not there or does not parse
   */
  Config load() {
    if (file.isEmpty()) {
      return ConfigFactory.load();
    }
    Path path = file.get();
    if (!Files.isRegularFile(path)) {
      throw new CommandFailure(path + ": no such settings file");
    }
    try {
      return ConfigFactory.load(
          ConfigFactory.parseFile(path.toFile())
              .withFallback(ConfigFactory.parseResources("application.conf")));
    } catch (ConfigException e) {
      throw new CommandFailure(path + ": " + e.getMessage(), e);
    }
  }
}
