package io.quantunet.driver.accelerator.driver;

import io.quantunet.driver.accelerator.AcceleratorDevice;
import io.quantunet.driver.accelerator.arch.QbsRegisters;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.OptionalInt;

/**
 * A device that computes only while somebody waits for it, so that there is something to wait for.
 */
final class LateDevice implements AcceleratorDevice {

  private final AcceleratorDevice device;
  private OptionalInt head = OptionalInt.empty();

  LateDevice(AcceleratorDevice device) {
    this.device = device;
  }

  @Override
  public String name() {
    return device.name();
  }

  @Override
  public int readRegister(int offset) {
    return offset == QbsRegisters.HEAD && head.isPresent()
        ? head.getAsInt()
        : device.readRegister(offset);
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
    device.writeRegister(offset, value);
  }

  @Override
  public void writeMemory(long address, ByteBuffer data) {
    device.writeMemory(address, data);
  }

  @Override
  public void readMemory(long address, ByteBuffer data) {
    device.readMemory(address, data);
  }

  @Override
  public boolean awaitInterrupt(Duration timeout) {
    head.ifPresent(value -> device.writeRegister(QbsRegisters.HEAD, value));
    head = OptionalInt.empty();
    return device.awaitInterrupt(timeout);
  }

  @Override
  public void close() {
    device.close();
  }
}
