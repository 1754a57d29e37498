package io.quantunet.launcher;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Assumptions;

/** A program that is not ours, run by a test. */
final class Tool {

  private static final long PATIENCE_SECONDS = 60;

  private Tool() {}

  /** What a program printed, and how it ended. */
  record Result(int exit, String output) {}

  /** Skips the calling test, with a printed reason, if the program is not there. */
  static String require(String program) {
    boolean found =
        Path.of(program).isAbsolute()
            ? Files.isExecutable(Path.of(program))
            : List.of(System.getenv("PATH").split(":")).stream()
                .anyMatch(folder -> Files.isExecutable(Path.of(folder, program)));
    if (!found) {
      System.out.println("SKIPPED: " + program + " is not installed; ./test installs it");
    }
    Assumptions.assumeTrue(found, program + " is not installed");
    return program;
  }

  /** Runs a program to its end. */
  static Result run(Map<String, String> environment, Path input, String... command)
      throws IOException, InterruptedException {
    ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
    builder.environment().putAll(environment);
    if (!input.toString().isEmpty()) {
      builder.redirectInput(input.toFile());
    }
    Process process = builder.start();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    if (!process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
      process.destroyForcibly();
      throw new IllegalStateException(String.join(" ", command) + " did not end: " + output);
    }
    return new Result(process.exitValue(), output);
  }
}
