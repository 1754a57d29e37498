package io.quantunet.driver.accelerator.driver;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;

/** What happened to a device so far. Safe for several threads. */
final class DeviceHistory {

  /** Recoveries that are remembered one by one. */
  private static final int REMEMBERED = 1 << 12;

  private final Deque<Duration> recoveries = new ArrayDeque<>();
  private long frames = 0;
  private long failures = 0;
  private long resets = 0;
  private long losses = 0;
  private long failedSince = 0;
  private boolean recovering = false;
  private Duration longestRecovery = Duration.ZERO;
  private String trouble = "";

  synchronized long frames() {
    return frames;
  }

  synchronized void frame() {
    frames++;
    recovered();
  }

  synchronized void failed(String failure) {
    failures++;
    trouble = failure;
    if (!recovering) {
      recovering = true;
      failedSince = System.nanoTime();
    }
  }

  /** It computes again, or has proven that it would. */
  synchronized void recovered() {
    if (recovering) {
      Duration recovery = Duration.ofNanos(System.nanoTime() - failedSince);
      longestRecovery = recovery.compareTo(longestRecovery) > 0 ? recovery : longestRecovery;
      recovering = false;
      if (recoveries.size() == REMEMBERED) {
        recoveries.removeFirst();
      }
      recoveries.addLast(recovery);
    }
  }

  synchronized void reset() {
    resets++;
  }

  synchronized void lost() {
    losses++;
  }

  /** How long the latest recoveries took, in order of time. */
  synchronized List<Duration> recoveries() {
    return List.copyOf(recoveries);
  }

  synchronized DeviceHealth health(String name, boolean ready) {
    return new DeviceHealth(
        name, ready, frames, failures, resets, losses, longestRecovery, trouble);
  }
}
