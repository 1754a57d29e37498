package io.quantunet.launcher;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * From the start of services until Ctrl-C or SIGTERM, and then until they have ended in order: the
 * JVM waits for what is in flight.
 */
final class ServiceLifetime implements AutoCloseable {

  private static final long GRACE_SECONDS = 30;

  private final CountDownLatch stopAsked = new CountDownLatch(1);
  private final CountDownLatch ended = new CountDownLatch(1);
  private final Thread hook = new Thread(this::stopAndWait, "stop");

  ServiceLifetime() {
    Runtime.getRuntime().addShutdownHook(hook);
  }

  /** Whether a stop was asked for. */
  boolean isStopAsked() {
    return stopAsked.getCount() == 0;
  }

  /** Stops from inside, as Ctrl-C does from outside. */
  void stop() {
    stopAsked.countDown();
  }

  /** Waits for a stop. */
  void awaitStop() throws InterruptedException {
    stopAsked.await();
  }

  /**
   * Waits for a stop, or until the time is over.
   *
   * @return whether a stop was asked for
   */
  boolean awaitStop(long millis) throws InterruptedException {
    return stopAsked.await(millis, TimeUnit.MILLISECONDS);
  }

  /** To be called when everything has ended. */
  @Override
  public void close() {
    ended.countDown();
    try {
      Runtime.getRuntime().removeShutdownHook(hook);
    } catch (IllegalStateException e) {
      return; // the JVM is on its way down: the hook runs, and has been told
    }
  }

  private void stopAndWait() {
    stopAsked.countDown();
    try {
      if (!ended.await(GRACE_SECONDS, TimeUnit.SECONDS)) {
        System.err.println("quantunet: gave up waiting after " + GRACE_SECONDS + " s");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
