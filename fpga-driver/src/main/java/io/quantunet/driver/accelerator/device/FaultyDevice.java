package io.quantunet.driver.accelerator.device;

import io.quantunet.driver.accelerator.AcceleratorDevice;
import io.quantunet.driver.accelerator.DeviceException;
import java.nio.ByteBuffer;
import java.time.Duration;

/** A device with faults: passes everything on to another one, except where its plan strikes. */
public final class FaultyDevice implements AcceleratorDevice {

  private static final int ALL_ONES = 0xFFFFFFFF;

  private final AcceleratorDevice device;
  private final FaultPlan plan;
  private int deadAccessesLeft = 0;

  /**
   * @param device is closed with this one
   * @param plan which faults come
   */
  public FaultyDevice(AcceleratorDevice device, FaultPlan plan) {
    this.device = device;
    this.plan = plan;
  }

  @Override
  public String name() {
    return device.name();
  }

  @Override
  public int readRegister(int offset) {
    failBefore("reading a register");
    return linkIsDead() ? ALL_ONES : device.readRegister(offset);
  }

  @Override
  public void writeRegister(int offset, int value) {
    failBefore("writing a register");
    if (!linkIsDead()) {
      device.writeRegister(offset, value);
    }
  }

  @Override
  public void writeMemory(long address, ByteBuffer data) {
    failBefore("writing to the card");
    if (linkIsDead()) {
      data.position(data.limit());
      return;
    }
    if (plan.strikes(FaultKind.SHORT_TRANSFER)) {
      int part = plan.below(data.remaining());
      device.writeMemory(address, data.slice(data.position(), part));
      throw shortOf("writing to the card", part, data.remaining());
    }
    device.writeMemory(address, plan.strikes(FaultKind.FLIPPED_WRITE) ? flipped(data) : data);
    data.position(data.limit());
    failAfter("writing to the card");
  }

  @Override
  public void readMemory(long address, ByteBuffer data) {
    failBefore("reading from the card");
    ByteBuffer read = data.slice();
    if (linkIsDead()) {
      while (data.hasRemaining()) {
        data.put((byte) ALL_ONES);
      }
      return;
    }
    if (plan.strikes(FaultKind.SHORT_TRANSFER)) {
      int part = plan.below(data.remaining());
      device.readMemory(address, data.slice(data.position(), part));
      throw shortOf("reading from the card", part, data.remaining());
    }
    device.readMemory(address, data);
    if (plan.strikes(FaultKind.FLIPPED_READ)) {
      flipOneBit(read);
    }
    failAfter("reading from the card");
  }

  @Override
  public boolean awaitInterrupt(Duration timeout) {
    if (plan.strikes(FaultKind.SPURIOUS_INTERRUPT)) {
      return true;
    }
    boolean came = device.awaitInterrupt(timeout);
    return came && !plan.strikes(FaultKind.LOST_INTERRUPT);
  }

  @Override
  public void close() {
    device.close();
  }

  private boolean linkIsDead() {
    if (deadAccessesLeft == 0 && plan.strikes(FaultKind.DEAD_LINK)) {
      deadAccessesLeft = plan.deadAccesses();
    }
    if (deadAccessesLeft == 0) {
      return false;
    }
    deadAccessesLeft--;
    return true;
  }

  private ByteBuffer flipped(ByteBuffer data) {
    ByteBuffer copy = ByteBuffer.allocate(data.remaining());
    copy.put(data.duplicate()).flip();
    flipOneBit(copy);
    return copy;
  }

  private void flipOneBit(ByteBuffer data) {
    int at = plan.below(data.limit());
    data.put(at, (byte) (data.get(at) ^ 1 << plan.below(Byte.SIZE)));
  }

  private void failBefore(String what) {
    if (plan.strikes(FaultKind.IO_ERROR)) {
      throw failure(what + " failed: Input/output error");
    }
  }

  private void failAfter(String what) {
    if (plan.strikes(FaultKind.TIMEOUT)) {
      throw failure(what + " failed: Connection timed out");
    }
  }

  private DeviceException shortOf(String what, int done, int asked) {
    return failure("%s ended after %d of %d bytes".formatted(what, done, asked));
  }

  private DeviceException failure(String text) {
    return new DeviceException(name() + ": " + text);
  }
}
