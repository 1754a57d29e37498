package io.quantunet.driver.accelerator.driver;

import io.quantunet.driver.accelerator.AcceleratorDevice;
import io.quantunet.driver.accelerator.DeviceException;
import io.quantunet.driver.accelerator.arch.Configuration;
import io.quantunet.driver.accelerator.device.SimulatedDevice;
import io.quantunet.driver.accelerator.device.SimulatorBuild;
import io.quantunet.driver.accelerator.device.XdmaDevice;
import io.quantunet.driver.engine.EngineException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** The devices of this machine. */
public final class DeviceSources {

  /** System property: size of the array that is simulated, {@code ci} if it is not set. */
  public static final String ARRAY = "quantunet.rtl.array";

  private static final String HOME = "quantunet.home";
  private static final Path NODES = Path.of("/dev");
  private static final Duration TRANSFER_PATIENCE = Duration.ofSeconds(12); // the module has 10 s
  private static final int MOST_CARDS = 16;

  private DeviceSources() {}

  /** The folder {@code fpga-driver} of the sources, which the simulation is built from. */
  public static Path module() {
    return Path.of(System.getProperty(HOME, "")).resolve("fpga-driver");
  }

  /**
   * Starts a simulation of the RTL, built first if need be.
   *
   * @throws EngineException if it cannot be built here: what to install
   */
  public static AcceleratorDevice simulation() {
    String array = System.getProperty(ARRAY, "ci");
    Configuration.of(array); // before a build that could not succeed
    if (!SimulatorBuild.isPossible()) {
      throw new EngineException(
          "engine rtl: the simulation needs verilator, g++ and make"
              + " (Debian: apt-get install verilator g++ make); or choose the engine onednn or"
              + " java, or allow the fallback");
    }
    try {
      return SimulatedDevice.start(SimulatorBuild.build(module(), array), List.of());
    } catch (DeviceException e) {
      throw new EngineException("engine rtl: " + e.getMessage(), e);
    }
  }

  /** Whether the nodes of a card's driver are there. */
  public static boolean hasCards() {
    return !nodes().isEmpty();
  }

  /**
   * The cards whose driver's nodes are there.
   *
   * @throws EngineException if there are none
   */
  public static List<DeviceSource> cards() {
    List<DeviceSource> cards = nodes();
    if (cards.isEmpty()) {
      throw new EngineException(
          "engine fpga: %s/xdma0_user is not there; load the xdma module and the bitstream, or"
                  .formatted(NODES)
              + " choose the engine onednn or java, or allow the fallback");
    }
    return cards;
  }

  private static List<DeviceSource> nodes() {
    List<DeviceSource> cards = new ArrayList<>();
    for (int i = 0; i < MOST_CARDS; i++) {
      int card = i;
      if (Files.exists(NODES.resolve("xdma%d_user".formatted(card)))) {
        cards.add(() -> XdmaDevice.open(NODES, card, TRANSFER_PATIENCE));
      }
    }
    return cards;
  }
}
