package io.quantunet.driver.accelerator.device;

import io.quantunet.driver.accelerator.DeviceException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/** Builds {@code qbs-sim} for a configuration, where it is missing or older than its sources. */
public final class SimulatorBuild {

  /** The largest array takes some minutes on an idle machine. */
  private static final Duration LONGEST = Duration.ofMinutes(45);

  private SimulatorBuild() {}

  /** Whether this machine has what a build needs. */
  public static boolean isPossible() {
    return isOnPath("verilator") && isOnPath("g++") && isOnPath("make");
  }

  /**
   * The simulator of a configuration, built if need be (half a minute for the small one).
   *
   * @param module the folder {@code fpga-driver} of the sources
   * @param configuration e.g. {@code ci}
   * @throws DeviceException if it cannot be built: what the build said, and what to install
   */
  public static Path build(Path module, String configuration) {
    Path script = module.resolve("rtl/sim/build");
    try {
      Process build =
          new ProcessBuilder(List.of("bash", script.toString(), configuration))
              .redirectErrorStream(true)
              .start();
      byte[] said =
          ProcessLimit.within(LONGEST, build, () -> build.getInputStream().readAllBytes());
      String output = new String(said, StandardCharsets.UTF_8).strip();
      if (build.waitFor() != 0) {
        throw new DeviceException("%s %s failed: %s".formatted(script, configuration, output));
      }
      return Path.of(output.substring(output.lastIndexOf('\n') + 1));
    } catch (IOException e) {
      throw new DeviceException(script + ": cannot be started: " + e.getMessage(), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new DeviceException(script + ": interrupted", e);
    }
  }

  private static boolean isOnPath(String program) {
    String path = System.getenv().getOrDefault("PATH", "");
    return path.lines()
        .flatMap(line -> List.of(line.split(":")).stream())
        .anyMatch(folder -> Files.isExecutable(Path.of(folder, program)));
  }
}
