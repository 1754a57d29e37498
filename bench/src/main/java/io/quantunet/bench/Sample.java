package io.quantunet.bench;

import java.util.Arrays;
import java.util.Collection;

/** Values that were measured, sorted. */
final class Sample {

  private final double[] sorted;

  private Sample(double[] sorted) {
    this.sorted = sorted;
  }

  /**
   * @throws IllegalArgumentException if there are none
   */
  static Sample of(Collection<Double> values) {
    if (values.isEmpty()) {
      throw new IllegalArgumentException("no values were measured");
    }
    double[] sorted = values.stream().mapToDouble(Double::doubleValue).toArray();
    Arrays.sort(sorted);
    return new Sample(sorted);
  }

  double min() {
    return sorted[0];
  }

  double median() {
    return percentile(50);
  }

  /** The smallest value that this many percent of the values do not exceed (nearest rank). */
  double percentile(double percent) {
    int rank = (int) Math.ceil(percent / 100 * sorted.length);
    return sorted[Math.max(0, rank - 1)];
  }

  int count() {
    return sorted.length;
  }
}
