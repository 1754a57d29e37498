package io.quantunet.gateway.store;

import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;

/** A bounded pool of threads that may block on the database, so that no dispatcher has to. */
public final class DatabaseThreads implements AutoCloseable {

  private final ThreadPoolExecutor executor;

  /**
   * @param name of the threads
   * @param threads how many work at once; no more than the pool has connections
   * @param waiting how many more calls may wait
   */
  public DatabaseThreads(String name, int threads, int waiting) {
    AtomicInteger number = new AtomicInteger();
    executor =
        new ThreadPoolExecutor(
            threads,
            threads,
            0,
            TimeUnit.SECONDS,
            new ArrayBlockingQueue<>(waiting),
            task -> {
              Thread thread = new Thread(task, name + "-" + number.incrementAndGet());
              thread.setDaemon(true);
              return thread;
            });
  }

  /**
   * Runs a call on one of the threads.
   *
   * @return its result; fails with {@link RejectedExecutionException} if too many wait or the pool
   *     is closed
   */
  public <T> CompletionStage<T> call(Supplier<T> call) {
    try {
      return CompletableFuture.supplyAsync(call, executor);
    } catch (RejectedExecutionException e) {
      return CompletableFuture.failedFuture(e);
    }
  }

  /** Lets the running calls end, at most ten seconds, and takes no more. */
  @Override
  public void close() {
    executor.shutdown();
    try {
      if (!executor.awaitTermination(10, TimeUnit.SECONDS)) {
        executor.shutdownNow();
      }
    } catch (InterruptedException e) {
      executor.shutdownNow();
      Thread.currentThread().interrupt();
    }
  }
}
