package io.quantunet.trainer.report.metric;

import java.util.Arrays;

/** Percentiles with linear interpolation (Hyndman & Fan 1996, definition 7, as NumPy's default). */
public final class Percentile {

  private Percentile() {}

  /**
   * A percentile.
   *
   * @param values in any order; left as they are
   * @param share 0..1, e.g. 0.95
   * @return NaN without values
   */
  public static double of(double[] values, double share) {
    double[] sorted = values.clone();
    Arrays.sort(sorted);
    return ofSorted(sorted, share);
  }

  /** The same of values in rising order. */
  static double ofSorted(double[] sorted, double share) {
    if (!(share >= 0 && share <= 1)) {
      throw new IllegalArgumentException("a percentile's share must be 0..1, was " + share);
    }
    if (sorted.length == 0) {
      return Double.NaN;
    }
    double place = share * (sorted.length - 1);
    int below = (int) place;
    int above = Math.min(below + 1, sorted.length - 1);
    return sorted[below] + (place - below) * (sorted[above] - sorted[below]);
  }
}
