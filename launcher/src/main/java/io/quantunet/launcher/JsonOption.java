package io.quantunet.launcher;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine.Option;

/** {@code --json}: the report for programs, with stable keys that carry their units. */
final class JsonOption {

  private static final ObjectMapper MAPPER =
      new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);

  private static final String STANDARD_OUTPUT = "-";

  @Option(
      names = "--json",
      arity = "0..1",
      fallbackValue = STANDARD_OUTPUT,
      paramLabel = "FILE",
      description = "write the report there as JSON; without a FILE, print it at the end")
  private Optional<Path> file = Optional.empty();

  /**
   * Writes the report where it is asked for, if it is.
   *
   * @param report keys in order
   * @throws IOException if it cannot be written
   */
  void write(Map<String, ?> report) throws IOException {
    writeValue(report);
  }

  /** {@link #write(Map)} of a report that is JSON already. */
  void write(ObjectNode report) throws IOException {
    writeValue(report);
  }

  private void writeValue(Object report) throws IOException {
    if (file.isEmpty()) {
      return;
    }
    String text = MAPPER.writeValueAsString(report) + "\n";
    if (file.get().equals(Path.of(STANDARD_OUTPUT))) {
      System.out.print(text);
      return;
    }
    Path folder = file.get().toAbsolutePath().getParent();
    if (folder != null) {
      Files.createDirectories(folder);
    }
    Files.writeString(file.get(), text);
  }
}
