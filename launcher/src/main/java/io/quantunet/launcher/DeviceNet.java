package io.quantunet.launcher;

import io.quantunet.driver.engine.graph.Graph;
import io.quantunet.driver.verify.RandomModels;
import picocli.CommandLine.Option;

/** The random net and frames of a device's test: {@code --width}, {@code --grid}, ... */
final class DeviceNet {

  private static final int GRID_STEP = 16;

  @Option(
      names = "--width",
      paramLabel = "W",
      defaultValue = "8",
      description =
          "channels of the first stage of a random net of all bit widths"
              + " (default: ${DEFAULT-VALUE})")
  private int width;

  @Option(
      names = "--grid",
      paramLabel = "PIXELS",
      defaultValue = "32",
      description = "sides of a frame, a multiple of 16 (default: ${DEFAULT-VALUE})")
  private int grid;

  @Option(
      names = "--frames",
      paramLabel = "N",
      defaultValue = "2",
      description = "random frames (default: ${DEFAULT-VALUE})")
  private int frames;

  @Option(
      names = "--seed",
      paramLabel = "S",
      defaultValue = "1",
      description = "of the net and its frames (default: ${DEFAULT-VALUE})")
  private long seed;

  /** The net. */
  Graph graph() {
    return Graph.of(RandomModels.model(positive("--width", width), seed));
  }

  /** Pixels across and down. */
  int grid() {
    if (grid < GRID_STEP || grid % GRID_STEP != 0) {
      throw new CommandFailure("--grid %d: a positive multiple of 16".formatted(grid));
    }
    return grid;
  }

  int frames() {
    return positive("--frames", frames);
  }

  long seed() {
    return seed;
  }

  private static int positive(String option, int value) {
    if (value < 1) {
      throw new CommandFailure("%s %d: at least 1".formatted(option, value));
    }
    return value;
  }
}
