package io.quantunet.driver.accelerator.driver;

import io.quantunet.driver.accelerator.DeviceException;
import io.quantunet.driver.accelerator.arch.Configuration;
import io.quantunet.driver.accelerator.device.SimulatedDevice;
import io.quantunet.driver.accelerator.device.SimulatorBuild;
import io.quantunet.driver.accelerator.device.UioDevice;
import io.quantunet.driver.accelerator.device.UioNodes;
import io.quantunet.driver.accelerator.device.XdmaDevice;
import io.quantunet.driver.engine.EngineException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The devices of this machine. */
public final class DeviceSources {

  /** System property: size of the array that is simulated, {@code ci} if it is not set. */
  public static final String ARRAY = "quantunet.rtl.array";

  private static final String HOME = "quantunet.home";

  private DeviceSources() {}

  /** The folder {@code fpga-driver} of the sources, which the simulation is built from. */
  public static Path module() {
    return Path.of(System.getProperty(HOME, "")).resolve("fpga-driver");
  }

  /** Size of the array that is simulated unless a command says otherwise. */
  public static String simulatedArray() {
    return System.getProperty(ARRAY, "ci");
  }

  /**
   * A simulation of the RTL, built first if need be. Each opening starts a process.
   *
   * @param array its size, e.g. {@code ci}
   * @throws EngineException if it cannot be built here: what to install
   * @throws IllegalArgumentException naming the arrays that there are
   */
  public static FoundDevice simulation(String array) {
    Configuration.of(array); // before a build that could not succeed
    if (!SimulatorBuild.isPossible()) {
      throw new EngineException(
          "engine rtl: the simulation needs verilator, g++ and make"
              + " (Debian: apt-get install verilator g++ make); or choose the engine onednn or"
              + " java, or allow the fallback");
    }
    try {
      Path simulator = SimulatorBuild.build(module(), array);
      return new FoundDevice(
          "rtl:" + array,
          () -> SimulatedDevice.start(simulator, List.of()),
          MemoryWindow.SIMULATED,
          DriverTimes.SIMULATION);
    } catch (DeviceException e) {
      throw new EngineException("engine rtl: " + e.getMessage(), e);
    }
  }

  /**
   * The cards whose driver's nodes are there, and the accelerators in this processor's chip.
   *
   * @throws EngineException if there are none, or what the kernel says of them cannot be read
   */
  public static List<FoundDevice> cards(DeviceSettings settings) {
    List<FoundDevice> cards = found(settings);
    if (cards.isEmpty()) {
      throw new EngineException(
          ("engine fpga: %s/xdma0_user is not there; load the xdma module and the bitstream. In this"
                  + " chip, no entry of %s/uio has the name %s; load the overlay. Or choose the engine"
                  + " onednn or java, or allow the fallback")
              .formatted(settings.nodes(), settings.classes(), settings.uioName()));
    }
    return cards;
  }

  /**
   * As {@link #cards}, and empty if there are none.
   *
   * @throws EngineException if what the kernel says of them cannot be read
   */
  public static List<FoundDevice> found(DeviceSettings settings) {
    List<FoundDevice> found = new ArrayList<>();
    for (int card : XdmaDevice.indices(settings.nodes())) {
      found.add(
          new FoundDevice(
              "xdma" + card,
              () -> XdmaDevice.open(settings.nodes(), card, settings.transferTimeout()),
              settings.cardMemory(),
              DriverTimes.BOARD));
    }
    try {
      UioNodes.find(settings.classes(), settings.nodes(), settings.uioName()).stream()
          .map(DeviceSources::inChip)
          .forEach(found::add);
    } catch (DeviceException e) {
      throw new EngineException("engine fpga: " + e.getMessage(), e);
    }
    return found;
  }

  private static FoundDevice inChip(UioDevice.Nodes nodes) {
    return new FoundDevice(
        String.valueOf(nodes.registers().getFileName()),
        () -> UioDevice.open(nodes),
        new MemoryWindow(nodes.memoryAddress(), nodes.memoryBytes()),
        DriverTimes.BOARD);
  }
}
