package io.quantunet.driver.accelerator.device;

import io.quantunet.driver.accelerator.DeviceException;

/** The registers as a window of 4 KiB that is read and written in words of four bytes. */
final class RegisterWindow {

  static final int BYTES = 4096;

  private RegisterWindow() {}

  /**
   * @throws DeviceException if there is no register at this offset: an access outside the window
   *     would reach something else, or stop the bus
   */
  static int check(String device, int offset) {
    if (offset < 0 || offset > BYTES - Integer.BYTES || offset % Integer.BYTES != 0) {
      throw new DeviceException(
          "%s: no register has the offset 0x%x; offsets are multiples of 4 below 0x%x"
              .formatted(device, offset, BYTES));
    }
    return offset;
  }
}
