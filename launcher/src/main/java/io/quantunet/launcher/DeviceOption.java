package io.quantunet.launcher;

import io.quantunet.driver.accelerator.AcceleratorDevice;
import io.quantunet.driver.accelerator.arch.Configuration;
import io.quantunet.driver.accelerator.device.SimulatedDevice;
import io.quantunet.driver.accelerator.device.SimulatorBuild;
import io.quantunet.driver.accelerator.device.XdmaDevice;
import io.quantunet.driver.accelerator.driver.DriverTimes;
import io.quantunet.driver.accelerator.functional.FunctionalDevice;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import picocli.CommandLine.Option;

/** {@code --engine functional|rtl|fpga}, and which one of these. */
final class DeviceOption {

  private static final Duration TRANSFER_PATIENCE = Duration.ofSeconds(12); // the module has 10 s

  /** The kinds of devices. */
  enum Kind {
    /** The device in plain Java: exact, without a clock. */
    FUNCTIONAL,
    /** The Verilated RTL. */
    RTL,
    /** A PCIe card. */
    FPGA
  }

  @Option(
      names = "--engine",
      paramLabel = "E",
      defaultValue = "rtl",
      description = "functional, rtl or fpga (default: ${DEFAULT-VALUE})")
  private Kind kind;

  @Option(
      names = "--array",
      paramLabel = "NAME",
      defaultValue = "ci",
      description =
          "size of a functional or simulated device: ci, k26 or zu7ev (default: ${DEFAULT-VALUE})")
  private String array;

  @Option(
      names = "--nodes",
      paramLabel = "DIR",
      defaultValue = "/dev",
      description = "where a card's device nodes are (default: ${DEFAULT-VALUE})")
  private Path nodes;

  @Option(
      names = "--card",
      paramLabel = "N",
      defaultValue = "0",
      description = "which card, from 0 (default: ${DEFAULT-VALUE})")
  private int card;

  /** What reports call it, e.g. {@code rtl}. */
  String label() {
    return kind.name().toLowerCase(Locale.ROOT);
  }

  /** Where cards are looked for. */
  Path nodes() {
    return nodes;
  }

  /** Opens the device; a simulator is built first if need be. */
  AcceleratorDevice open() {
    return switch (kind) {
      case FUNCTIONAL -> new FunctionalDevice(Configuration.of(array));
      case RTL -> SimulatedDevice.start(simulator(), List.of());
      case FPGA -> card(card);
    };
  }

  /** Opens a card. */
  AcceleratorDevice card(int index) {
    return XdmaDevice.open(nodes, index, TRANSFER_PATIENCE);
  }

  /** How long to wait for it. */
  DriverTimes times() {
    return kind == Kind.FPGA ? DriverTimes.BOARD : DriverTimes.SIMULATION;
  }

  private Path simulator() {
    Configuration.of(array); // before a build that could not succeed
    if (!SimulatorBuild.isPossible()) {
      throw new CommandFailure(
          "the simulation needs verilator, g++ and make"
              + " (Debian: apt-get install verilator g++ make); or choose --engine functional");
    }
    return SimulatorBuild.build(
        Path.of(System.getProperty("quantunet.home", "")).resolve("fpga-driver"), array);
  }
}
