package io.quantunet.trainer.report.metric;

/**
 * Where a figure lies with the stated confidence.
 *
 * @param low lower end
 * @param high upper end, not below {@code low}
 */
public record Interval(double low, double high) {

  /**
   * @throws IllegalArgumentException if the ends are in the wrong order or no numbers
   */
  public Interval {
    if (!(low <= high)) {
      throw new IllegalArgumentException("no interval reaches from %s to %s".formatted(low, high));
    }
  }

  /** Whether a value lies in it, ends included. */
  public boolean contains(double value) {
    return low <= value && value <= high;
  }
}
