package io.quantunet.driver.accelerator.driver;

import java.time.Duration;

/**
 * How long the driver waits for a device, and how often it looks.
 *
 * @param frame longest time in which none of the descriptors that the device has is completed; a
 *     frame that fails twice takes twice as long, plus a reset, before another engine has it,
 *     unless its own time ends before
 * @param reset longest time of a soft reset
 * @param poll longest wait for an interrupt before the device is asked, since interrupts get lost
 * @param probe longest time from a device's failure, or the last try, to the next try: it begins
 *     with {@link #firstProbe} and doubles each time
 * @param watchdogCycles cycles without progress after which the device itself reports an error; 0 =
 *     never
 */
public record DriverTimes(
    Duration frame, Duration reset, Duration poll, Duration probe, int watchdogCycles) {

  private static final int FIRST_PROBE = 50;

  /** For a board: a frame of the largest net takes 25 ms at 300 MHz. */
  public static final DriverTimes BOARD =
      new DriverTimes(
          Duration.ofMillis(250),
          Duration.ofMillis(100),
          Duration.ofMillis(5),
          Duration.ofSeconds(5),
          1 << 20);

  /** For a simulation, which is some thousand times slower than a board. */
  public static final DriverTimes SIMULATION =
      new DriverTimes(
          Duration.ofMinutes(10),
          Duration.ofSeconds(10),
          Duration.ofMillis(50),
          Duration.ofSeconds(5),
          1 << 20);

  /**
   * @throws IllegalArgumentException if a time is not positive
   */
  public DriverTimes {
    for (Duration time : new Duration[] {frame, reset, poll, probe}) {
      if (time.isNegative() || time.isZero()) {
        throw new IllegalArgumentException("the times of a device must be positive, was " + time);
      }
    }
  }

  /** These times with another limit for a frame. */
  DriverTimes withFrame(Duration other) {
    return new DriverTimes(other, reset, poll, probe, watchdogCycles);
  }

  /** From a device's first failure to the first try: it may have been a passing one. */
  Duration firstProbe() {
    return probe.dividedBy(FIRST_PROBE);
  }
}
