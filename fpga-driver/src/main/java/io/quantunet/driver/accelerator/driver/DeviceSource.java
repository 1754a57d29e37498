package io.quantunet.driver.accelerator.driver;

import io.quantunet.driver.accelerator.AcceleratorDevice;

/** Where a device comes from, again and again: after a failure it is closed and opened anew. */
@FunctionalInterface
public interface DeviceSource {

  /**
   * Opens the device.
   *
   * @throws io.quantunet.driver.accelerator.DeviceException if it is not there
   */
  AcceleratorDevice open();
}
