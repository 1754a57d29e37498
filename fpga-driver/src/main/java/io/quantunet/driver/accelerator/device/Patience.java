package io.quantunet.driver.accelerator.device;

import io.quantunet.driver.accelerator.DeviceException;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * A limit on blocking calls that have none of their own: when one takes too long, the device is
 * closed under it, which ends it. A thread is never interrupted: a signal aborts a DMA transfer and
 * leaves its engine in an unknown state.
 */
final class Patience {

  private static final ScheduledExecutorService WATCH =
      Executors.newSingleThreadScheduledExecutor(
          task -> {
            Thread thread = new Thread(task, "accelerator patience");
            thread.setDaemon(true);
            return thread;
          });

  /** A transfer or a register access. */
  @FunctionalInterface
  interface Call<R> {
    R run() throws IOException;
  }

  private final String device;
  private final Duration limit;
  private final Runnable close;

  /**
   * @param device what messages call it
   * @param limit longest time of a call, positive
   * @param close ends a call that blocks, from another thread
   */
  Patience(String device, Duration limit, Runnable close) {
    this.device = device;
    this.limit = limit;
    this.close = close;
  }

  /**
   * Runs a call.
   *
   * @param what for the message if it fails
   * @throws DeviceException if it fails or takes too long
   */
  <R> R within(String what, Call<R> call) {
    AtomicBoolean late = new AtomicBoolean();
    ScheduledFuture<?> end =
        WATCH.schedule(
            () -> {
              late.set(true);
              close.run();
            },
            limit.toMillis(),
            TimeUnit.MILLISECONDS);
    try {
      return call.run();
    } catch (IOException e) {
      throw new DeviceException(
          late.get()
              ? "%s: %s took more than %s and was given up; the device is closed"
                  .formatted(device, what, limit)
              : "%s: %s failed: %s".formatted(device, what, e),
          e);
    } finally {
      end.cancel(false);
    }
  }
}
