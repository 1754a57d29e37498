package io.quantunet.bench;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.File;

/** The measuring process: a fresh JVM for each fork. */
final class EngineFork {

  static final ObjectMapper MAPPER = new ObjectMapper();

  private EngineFork() {}

  /**
   * Measures once.
   *
   * @param arguments a file with a {@link ForkTask}, and the file for the {@link ForkResult}
   */
  public static void main(String[] arguments) throws Exception {
    ForkTask task = MAPPER.readValue(new File(arguments[0]), ForkTask.class);
    try (EngineMeasurement measurement = new EngineMeasurement(task)) {
      MAPPER.writeValue(new File(arguments[1]), measurement.run());
    }
  }
}
