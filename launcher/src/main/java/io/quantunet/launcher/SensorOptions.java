package io.quantunet.launcher;

import io.quantunet.simulator.load.FrameSources;
import io.quantunet.simulator.phantom.PhantomSettings;
import io.quantunet.simulator.replay.ReplayFolder;
import java.nio.file.Path;
import java.util.Optional;
import picocli.CommandLine.Option;

/** How many simulated sensors, how fast, and what they see. */
final class SensorOptions {

  @Option(
      names = "--devices",
      paramLabel = "N",
      defaultValue = "4",
      description = "sensors (default: ${DEFAULT-VALUE})")
  private int devices;

  @Option(
      names = "--fps",
      paramLabel = "F",
      defaultValue = "5",
      description = "frames a second of each sensor (default: ${DEFAULT-VALUE})")
  private double fps;

  @Option(
      names = "--frames",
      paramLabel = "N",
      defaultValue = "0",
      description = "frames in all; 0 = until Ctrl-C (default: ${DEFAULT-VALUE})")
  private long frames;

  @Option(
      names = "--replay",
      paramLabel = "DIR",
      description = {
        "play the images of this folder, not the phantom: PNG files without truth,",
        "or class folders benign, malignant, normal with masks, as BUSI has them"
      })
  private Optional<Path> replay = Optional.empty();

  @Option(
      names = "--seed",
      paramLabel = "S",
      defaultValue = "1",
      description = "of the phantom (default: ${DEFAULT-VALUE})")
  private long seed;

  int devices() {
    return devices;
  }

  double fps() {
    return fps;
  }

  long frames() {
    return frames;
  }

  long seed() {
    return seed;
  }

  /**
   * What the sensors see.
   *
   * @throws io.quantunet.simulator.SimulatorException if the folder cannot be played
   */
  FrameSources sources() {
    return replay
        .map(folder -> FrameSources.replay(ReplayFolder.open(folder)))
        .orElseGet(() -> FrameSources.phantom(PhantomSettings.defaults(), seed));
  }
}
