package io.quantunet.driver.accelerator.driver;

import io.quantunet.driver.accelerator.AcceleratorDevice;
import io.quantunet.driver.accelerator.arch.QbsRegisters;
import java.time.Duration;
import java.util.OptionalInt;

/**
 * A device that computes only while somebody waits for it, so that there is something to wait for.
 */
final class LateDevice extends PassingDevice {

  private OptionalInt head = OptionalInt.empty();

  LateDevice(AcceleratorDevice device) {
    super(device);
  }

  @Override
  public int readRegister(int offset) {
    return offset == QbsRegisters.HEAD && head.isPresent()
        ? head.getAsInt()
        : super.readRegister(offset);
  }

  @Override
  public void writeRegister(int offset, int value) {
    if (offset == QbsRegisters.HEAD && value != 0) {
      head = OptionalInt.of(value);
      return;
    }
    if (offset == QbsRegisters.CONTROL) {
      head = OptionalInt.empty();
    }
    super.writeRegister(offset, value);
  }

  @Override
  public boolean awaitInterrupt(Duration timeout) {
    head.ifPresent(value -> super.writeRegister(QbsRegisters.HEAD, value));
    head = OptionalInt.empty();
    return super.awaitInterrupt(timeout);
  }
}
