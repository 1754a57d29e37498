package io.quantunet.driver.accelerator.device;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;

/** A limit on reading what a process says: when it is over, the process is ended. */
final class ProcessLimit {

  /** Reads something. */
  @FunctionalInterface
  interface Reading<R> {
    R run() throws IOException;
  }

  private ProcessLimit() {}

  /**
   * Reads from a process; its output ends when the limit is over.
   *
   * @throws IOException if it cannot be read
   */
  static <R> R within(Duration limit, Process process, Reading<R> reading) throws IOException {
    Executor later = CompletableFuture.delayedExecutor(limit.toNanos(), TimeUnit.NANOSECONDS);
    CompletableFuture<Void> end = CompletableFuture.runAsync(() -> end(process), later);
    try {
      return reading.run();
    } finally {
      end.cancel(false);
    }
  }

  private static void end(Process process) {
    process.descendants().forEach(ProcessHandle::destroyForcibly);
    process.destroyForcibly();
  }
}
