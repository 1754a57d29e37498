package io.quantunet.driver.accelerator.driver;

import java.time.Duration;
import java.util.function.Supplier;

/** How long the engine that stands in takes, so that a device is given up early enough for it. */
final class StandInTime {

  /** Frames are wanted whenever the device has them. */
  static final Duration NO_HURRY = Duration.ofDays(365);

  /** The machine may be busier than when the engine was measured. */
  private static final int MARGIN = 2;

  /** Part of the time that is kept for noticing that it is over, and for what follows. */
  private static final int PARTS = 10;

  private Duration perFrame = Duration.ZERO;

  /**
   * When a device is given up.
   *
   * @param within the frames are wanted in this time
   * @param frames how many
   * @return the end of that time if it is too short for trying both
   */
  TimeLimit limit(Duration within, int frames) {
    Duration rest =
        within.minus(within.dividedBy(PARTS)).minus(perFrame.multipliedBy((long) MARGIN * frames));
    return TimeLimit.in(rest.isNegative() ? within : rest);
  }

  /** Runs and measures frames on the engine that stands in. */
  <T> T measure(int frames, Supplier<T> run) {
    long start = System.nanoTime();
    T result = run.get();
    perFrame = Duration.ofNanos((System.nanoTime() - start) / frames);
    return result;
  }

  /** As {@link #measure}. */
  void measureRun(int frames, Runnable run) {
    measure(
        frames,
        () -> {
          run.run();
          return frames;
        });
  }
}
