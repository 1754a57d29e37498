package io.quantunet.driver.accelerator.device;

import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/** Interrupts as what they are to a driver: a flag, however often it was raised. */
final class InterruptFlag {

  private final Semaphore raised = new Semaphore(0);

  void raise() {
    raised.release();
  }

  /**
   * Waits until the flag is up, and takes it down.
   *
   * @return false if it was not raised in time, or the thread was interrupted (which stays set)
   */
  boolean await(Duration timeout) {
    try {
      boolean up = raised.tryAcquire(timeout.toNanos(), TimeUnit.NANOSECONDS);
      raised.drainPermits();
      return up;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }
}
