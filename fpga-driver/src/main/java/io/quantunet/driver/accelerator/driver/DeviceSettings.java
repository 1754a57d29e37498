package io.quantunet.driver.accelerator.driver;

import com.typesafe.config.Config;
import java.nio.file.Path;
import java.time.Duration;

/**
 * Where devices are looked for, and what they may use; the keys are in {@code reference.conf}.
 *
 * @param simulations devices that the engine rtl simulates, at least 1
 * @param nodes folder of the device nodes
 * @param classes folder in which the kernel lists its devices by class
 * @param cardMemory of a PCIe card, from address 0; a device in the processor's chip uses the whole
 *     of its u-dma-buf, a simulation has {@link MemoryWindow#SIMULATED}
 * @param transferTimeout longest time of one transfer to or from a PCIe card
 * @param uioName what the kernel calls an accelerator in the processor's chip
 */
public record DeviceSettings(
    int simulations,
    Path nodes,
    Path classes,
    MemoryWindow cardMemory,
    Duration transferTimeout,
    String uioName) {

  private static final String PATH = "quantunet.driver.devices";

  /**
   * @throws IllegalArgumentException naming the setting that is out of range
   */
  public DeviceSettings {
    if (simulations < 1) {
      throw new IllegalArgumentException(
          "%s.simulations must be positive, was %d".formatted(PATH, simulations));
    }
    if (transferTimeout.isNegative() || transferTimeout.isZero()) {
      throw new IllegalArgumentException(
          "%s.transfer-timeout must be positive, was %s".formatted(PATH, transferTimeout));
    }
  }

  /**
   * From the whole configuration of the process.
   *
   * @throws IllegalArgumentException naming the setting that is out of range
   * @throws com.typesafe.config.ConfigException naming the key that is missing or of another type
   */
  public static DeviceSettings fromConfig(Config config) {
    Config devices = config.getConfig(PATH);
    return new DeviceSettings(
        devices.getInt("simulations"),
        Path.of(devices.getString("nodes")),
        Path.of(devices.getString("classes")),
        new MemoryWindow(0, devices.getBytes("card-memory")),
        devices.getDuration("transfer-timeout"),
        devices.getString("uio-name"));
  }

  /** These settings with other places to look. */
  public DeviceSettings at(Path otherNodes, Path otherClasses, String otherUioName) {
    return new DeviceSettings(
        simulations, otherNodes, otherClasses, cardMemory, transferTimeout, otherUioName);
  }
}
