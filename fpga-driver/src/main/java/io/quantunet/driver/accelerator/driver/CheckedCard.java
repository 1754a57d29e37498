package io.quantunet.driver.accelerator.driver;

import io.quantunet.driver.accelerator.AcceleratorDevice;
import io.quantunet.driver.accelerator.DeviceException;
import io.quantunet.driver.accelerator.arch.Qbs;
import io.quantunet.driver.accelerator.arch.QbsRegisters;
import java.nio.ByteBuffer;

/**
 * A device on which nothing counts as written before it was read back: a bit that flips on the way
 * to the card, a write that a dead link swallows and a transfer that ended early are found here,
 * before the device computes with them. One that flips on the way back costs a second try.
 */
final class CheckedCard {

  private static final int ATTEMPTS = 3;
  private static final int LONGEST_PART = 4 << 20;

  private final AcceleratorDevice device;
  private ByteBuffer back = AlignedBuffers.allocate(1 << 16);

  CheckedCard(AcceleratorDevice device) {
    this.device = device;
  }

  AcceleratorDevice device() {
    return device;
  }

  /**
   * Writes into the card's memory, and reads it back.
   *
   * @param data all of its remaining bytes are written and consumed
   * @throws DeviceException if it reads back differently, however often it is tried
   */
  void write(long address, ByteBuffer data) {
    long first = address - data.position();
    int end = data.limit();
    while (data.position() < end) {
      data.limit(Math.min(end, data.position() + LONGEST_PART));
      writePart(first + data.position(), data);
      data.position(data.limit()).limit(end);
    }
  }

  private void writePart(long address, ByteBuffer part) {
    for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
      device.writeMemory(address, part.duplicate());
      ByteBuffer found = back(part.remaining());
      device.readMemory(address, found);
      if (found.flip().equals(part)) {
        return;
      }
    }
    throw new DeviceException(
        ("%s: %d bytes at 0x%x read back differently from what was written, %d times: the link or"
                + " the card's memory is broken")
            .formatted(device.name(), part.remaining(), address, ATTEMPTS));
  }

  private ByteBuffer back(int bytes) {
    if (back.capacity() < bytes) {
      back = AlignedBuffers.allocate(bytes);
    }
    return back.clear().limit(bytes);
  }

  /**
   * Writes a register, and reads it back.
   *
   * @throws DeviceException if it reads back differently
   */
  void set(int offset, int value) {
    device.writeRegister(offset, value);
    int found = device.readRegister(offset);
    if (found != value) {
      throw new DeviceException(
          "%s: the register 0x%03x holds 0x%08x after 0x%08x was written; %s"
              .formatted(device.name(), offset, found, value, link()));
    }
  }

  /** Writes a 64-bit value into two registers. */
  void set(int low, int high, long value) {
    set(low, (int) value);
    set(high, (int) (value >>> Integer.SIZE));
  }

  int get(int offset) {
    return device.readRegister(offset);
  }

  /** What to say of the link when a register holds what it cannot hold. */
  String link() {
    return device.readRegister(QbsRegisters.ID) == Qbs.IDENTITY
        ? "the device still says what it is"
        : "the device does not say what it is any more: the link is dead, or it lost its"
            + " configuration";
  }
}
