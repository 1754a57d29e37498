package io.quantunet.driver.accelerator.driver;

import java.time.Duration;

/**
 * The moment until which somebody waits.
 *
 * @param nanoTime the moment, as {@link System#nanoTime} tells it
 */
record TimeLimit(long nanoTime) {

  /** Longer than any frame takes, and less than a clock of nanoseconds can hold. */
  private static final Duration LONGEST = Duration.ofDays(365);

  /** From now on. */
  static TimeLimit in(Duration time) {
    Duration shorter = time.compareTo(LONGEST) < 0 ? time : LONGEST;
    return new TimeLimit(System.nanoTime() + shorter.toNanos());
  }

  /** No limit. */
  static TimeLimit none() {
    return in(LONGEST);
  }

  /** How long it still is; zero once it is over. */
  Duration left() {
    return Duration.ofNanos(Math.max(0, nanoTime - System.nanoTime()));
  }

  boolean isOver() {
    return nanoTime - System.nanoTime() <= 0;
  }
}
