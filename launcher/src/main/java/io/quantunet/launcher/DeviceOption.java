package io.quantunet.launcher;

import com.typesafe.config.ConfigFactory;
import io.quantunet.driver.accelerator.arch.Configuration;
import io.quantunet.driver.accelerator.driver.DeviceSettings;
import io.quantunet.driver.accelerator.driver.DeviceSources;
import io.quantunet.driver.accelerator.driver.DriverTimes;
import io.quantunet.driver.accelerator.driver.FoundDevice;
import io.quantunet.driver.accelerator.driver.MemoryWindow;
import io.quantunet.driver.accelerator.functional.FunctionalDevice;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import picocli.CommandLine.Option;

/** {@code --engine functional|rtl|fpga}, and which one of these. */
final class DeviceOption {

  /** The kinds of devices. */
  enum Kind {
    /** The device in plain Java: exact, without a clock. */
    FUNCTIONAL,
    /** The Verilated RTL. */
    RTL,
    /** A PCIe card, or an accelerator in this processor's chip. */
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
          "size of a functional or simulated device: ci, k26, k26-wide or zu7ev (default:"
              + " ${DEFAULT-VALUE})")
  private String array;

  @Option(
      names = "--nodes",
      paramLabel = "DIR",
      description = "where device nodes are (default: quantunet.driver.devices.nodes, /dev)")
  private Optional<Path> nodes = Optional.empty();

  @Option(
      names = "--classes",
      paramLabel = "DIR",
      description =
          "where the kernel lists devices (default: quantunet.driver.devices.classes, /sys/class)")
  private Optional<Path> classes = Optional.empty();

  @Option(
      names = "--uio",
      paramLabel = "NAME",
      description =
          "what the kernel calls an accelerator in this processor's chip"
              + " (default: quantunet.driver.devices.uio-name, qbs)")
  private Optional<String> uio = Optional.empty();

  @Option(
      names = "--card",
      paramLabel = "N",
      defaultValue = "0",
      description =
          "which card, from 0 in the order of device probe: PCIe cards first"
              + " (default: ${DEFAULT-VALUE})")
  private int card;

  /** What reports call it, e.g. {@code rtl}. */
  String label() {
    return kind.name().toLowerCase(Locale.ROOT);
  }

  /** The device; a simulator is built first if need be. */
  FoundDevice device() {
    return switch (kind) {
      case FUNCTIONAL -> functional(Configuration.of(array));
      case RTL -> DeviceSources.simulation(array);
      case FPGA -> chosenCard();
    };
  }

  /**
   * The cards of this machine.
   *
   * @throws io.quantunet.driver.engine.EngineException if there are none
   */
  List<FoundDevice> cards() {
    DeviceSettings settings = DeviceSettings.fromConfig(ConfigFactory.load());
    return DeviceSources.cards(
        settings.at(
            nodes.orElse(settings.nodes()),
            classes.orElse(settings.classes()),
            uio.orElse(settings.uioName())));
  }

  private FoundDevice chosenCard() {
    List<FoundDevice> cards = cards();
    if (card < 0 || card >= cards.size()) {
      throw new CommandFailure(
          "--card %d: the cards are 0 to %d; device probe lists them"
              .formatted(card, cards.size() - 1));
    }
    return cards.get(card);
  }

  private static FoundDevice functional(Configuration size) {
    return new FoundDevice(
        "functional:" + size.name(),
        () -> new FunctionalDevice(size),
        MemoryWindow.SIMULATED,
        DriverTimes.SIMULATION);
  }
}
