package io.quantunet.driver.accelerator.driver;

import io.quantunet.driver.accelerator.AcceleratorDevice;
import io.quantunet.driver.accelerator.arch.QbsRegisters;
import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/** A device that keeps what it is given to itself while its gate is shut: it is busy, or hangs. */
public final class GatedDevice extends PassingDevice {

  private final AcceleratorDevice device;
  private final Semaphore submitted = new Semaphore(0);
  private boolean shut = false;
  private int head = 0;

  /** Its gate is open. */
  public GatedDevice(AcceleratorDevice device) {
    super(device);
    this.device = device;
  }

  /** From now on it computes nothing. */
  public synchronized void shut() {
    shut = true;
  }

  /** It computes what it was given, and what it is given from now on. */
  public synchronized void open() {
    shut = false;
    device.writeRegister(QbsRegisters.HEAD, head);
  }

  /** Whether so many frames were given to it while it was shut, or are within the time. */
  public boolean hasBeenGiven(int frames, Duration time) throws InterruptedException {
    return submitted.tryAcquire(frames, time.toNanos(), TimeUnit.NANOSECONDS);
  }

  @Override
  public synchronized int readRegister(int offset) {
    return shut && offset == QbsRegisters.HEAD ? head : device.readRegister(offset);
  }

  @Override
  public synchronized void writeRegister(int offset, int value) {
    if (offset == QbsRegisters.HEAD) {
      head = value;
      if (shut && value != 0) {
        submitted.release();
        return;
      }
    }
    device.writeRegister(offset, value);
  }
}
