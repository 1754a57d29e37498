package io.quantunet.driver.accelerator.driver;

import io.quantunet.driver.accelerator.AcceleratorDevice;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Who may talk to a device: one thread at a time. While one waits for the device, others have their
 * turn: so one frame is transferred while another is computed, whichever engines they belong to.
 */
final class Turns {

  private final ReentrantLock lock = new ReentrantLock(true);
  private final Condition news = lock.newCondition();
  private boolean someoneListens = false;

  /** Waits for a turn. */
  void take() {
    lock.lock();
  }

  /**
   * Waits for a turn.
   *
   * @return false if the limit came first, or the thread was interrupted (which stays set)
   */
  boolean take(TimeLimit limit) {
    try {
      return lock.tryLock(limit.left().toNanos(), TimeUnit.NANOSECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  /** Ends a turn. */
  void giveBack() {
    lock.unlock();
  }

  /**
   * Waits for news of the device without holding the turn, which is taken again before this
   * returns. One thread listens for its interrupt, and tells the others.
   *
   * @param atMost longest wait, since interrupts get lost
   */
  void await(AcceleratorDevice device, Duration atMost) {
    if (someoneListens) {
      await(atMost);
      return;
    }
    someoneListens = true;
    lock.unlock();
    try {
      device.awaitInterrupt(atMost);
    } finally {
      lock.lock();
      someoneListens = false;
      news.signalAll();
    }
  }

  /**
   * Waits, without holding the turn, until a thread tells news.
   *
   * @return false if none did in this time, or the thread was interrupted (which stays set)
   */
  boolean await(Duration atMost) {
    try {
      return news.await(atMost.toNanos(), TimeUnit.NANOSECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  /** Wakes all that wait. */
  void tell() {
    lock.lock();
    try {
      news.signalAll();
    } finally {
      lock.unlock();
    }
  }
}
