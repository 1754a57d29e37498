package io.quantunet.broker;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.stream.Stream;

/** The temporary folder of one broker; {@link #delete()} leaves nothing behind. */
record BrokerFolder(Path root) {

  static BrokerFolder create(String configurationXml) {
    try {
      BrokerFolder folder = new BrokerFolder(Files.createTempDirectory("quantunet-broker-"));
      Files.createDirectory(folder.data());
      Files.createDirectory(folder.extensions());
      Files.createDirectory(folder.configuration());
      Files.writeString(folder.configuration().resolve("config.xml"), configurationXml);
      return folder;
    } catch (IOException e) {
      throw new UncheckedIOException(
          "The MQTT broker needs a temporary folder (java.io.tmpdir): " + e.getMessage(), e);
    }
  }

  Path configuration() {
    return root.resolve("conf");
  }

  Path data() {
    return root.resolve("data");
  }

  Path extensions() {
    return root.resolve("extensions");
  }

  void delete() {
    try (Stream<Path> files = Files.walk(root)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(file);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(
          "The MQTT broker's temporary folder " + root + " could not be deleted; delete it.", e);
    }
  }
}
