package io.quantunet.driver.accelerator.device;

import io.quantunet.driver.accelerator.AcceleratorDevice;
import java.nio.ByteBuffer;
import java.time.Duration;

/** A device that is nothing but registers and memory, and whose interrupt is always up. */
final class PlainMemory implements AcceleratorDevice {

  final int[] registers = new int[RegisterWindow.BYTES / Integer.BYTES];
  final byte[] memory = new byte[1 << 16];

  @Override
  public String name() {
    return "plain";
  }

  @Override
  public int readRegister(int offset) {
    return registers[offset / Integer.BYTES];
  }

  @Override
  public void writeRegister(int offset, int value) {
    registers[offset / Integer.BYTES] = value;
  }

  @Override
  public void writeMemory(long address, ByteBuffer data) {
    data.get(memory, (int) address, data.remaining());
  }

  @Override
  public void readMemory(long address, ByteBuffer data) {
    data.put(memory, (int) address, data.remaining());
  }

  @Override
  public boolean awaitInterrupt(Duration timeout) {
    return true;
  }

  @Override
  public void close() {}
}
