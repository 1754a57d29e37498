package io.quantunet.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** By TERM, which the JVM treats as INT: a shell may have told its children to ignore INT. */
@DisplayName("A stop signal")
class StopIT {

  @Test
  void endsTheDemoInOrderAndWithoutAStackTrace() throws Exception {
    Process demo = start("demo", "--headless", "--devices", "2", "--fps", "5");
    try (BufferedReader output = demo.inputReader()) {
      awaitLine(output, "frames sent,");

      interrupt(demo);

      String rest = output.lines().collect(Collectors.joining("\n"));
      assertThat(demo.waitFor(40, TimeUnit.SECONDS)).as("the demo ended").isTrue();
      assertThat(rest).contains(" 0 lost, 0 stored twice");
      assertThat(rest).doesNotContain("\tat ").doesNotContain("Exception");
    } finally {
      demo.destroyForcibly();
    }
  }

  @Test
  void endsTheBroker() throws Exception {
    Process broker = start("broker", "--port", "0");
    try (BufferedReader output = broker.inputReader()) {
      awaitLine(output, "listens on");

      interrupt(broker);

      assertThat(output.lines().collect(Collectors.joining("\n"))).doesNotContain("\tat ");
      assertThat(broker.waitFor(40, TimeUnit.SECONDS)).as("the broker ended").isTrue();
    } finally {
      broker.destroyForcibly();
    }
  }

  private static void awaitLine(BufferedReader output, String part) {
    assertThat(output.lines().anyMatch(line -> line.contains(part))).as(part).isTrue();
  }

  private static void interrupt(Process process) throws IOException, InterruptedException {
    new ProcessBuilder("kill", "-TERM", String.valueOf(process.pid())).start().waitFor();
  }

  private static Process start(String... arguments) throws IOException {
    List<String> command =
        new ArrayList<>(
            List.of(
                ProcessHandle.current().info().command().orElseThrow(),
                "-Dquantunet.home=" + System.getProperty("quantunet.home"),
                "-cp",
                System.getProperty("java.class.path"),
                "io.quantunet.launcher.Main"));
    command.addAll(List.of(arguments));
    return new ProcessBuilder(command).redirectErrorStream(true).start();
  }
}
