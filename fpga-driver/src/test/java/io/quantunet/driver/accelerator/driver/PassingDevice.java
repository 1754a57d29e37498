package io.quantunet.driver.accelerator.driver;

import io.quantunet.driver.accelerator.AcceleratorDevice;
import java.nio.ByteBuffer;
import java.time.Duration;

/** A device that hands everything on to another; tests change what they need. */
public class PassingDevice implements AcceleratorDevice {

  private final AcceleratorDevice device;

  /** Whatever is not overridden goes to this device. */
  public PassingDevice(AcceleratorDevice device) {
    this.device = device;
  }

  @Override
  public String name() {
    return device.name();
  }

  @Override
  public int readRegister(int offset) {
    return device.readRegister(offset);
  }

  @Override
  public void writeRegister(int offset, int value) {
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
    return device.awaitInterrupt(timeout);
  }

  @Override
  public void close() {
    device.close();
  }
}
