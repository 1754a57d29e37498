package io.quantunet.launcher;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/** Writes the report of {@code --json FILE}: stable keys, units in the keys. */
final class JsonReport {

  private static final ObjectMapper MAPPER =
      new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);

  private JsonReport() {}

  /**
   * @param file where to; its folder is made
   * @param report keys in order
   * @throws IOException if it cannot be written
   */
  static void write(Path file, Map<String, ?> report) throws IOException {
    Path folder = file.toAbsolutePath().getParent();
    if (folder != null) {
      Files.createDirectories(folder);
    }
    MAPPER.writeValue(file.toFile(), report);
  }
}
