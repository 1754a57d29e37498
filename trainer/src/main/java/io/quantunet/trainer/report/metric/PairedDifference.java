package io.quantunet.trainer.report.metric;

import java.util.Locale;

/**
 * How two nets differ on the same images.
 *
 * @param images how many were compared
 * @param first mean of the first net
 * @param second mean of the second net
 * @param difference {@code first - second}
 * @param interval of the difference
 * @param share how compatible the data are with no difference, 0..1: twice the smaller share of
 *     resamples on either side of 0; read it as a two-sided p-value
 */
public record PairedDifference(
    int images, double first, double second, double difference, Interval interval, double share) {

  /** One line for people. */
  public String summary() {
    return String.format(
        Locale.ROOT,
        "%.4f - %.4f = %+.4f [%+.4f, %+.4f], p about %.4f, on %d images",
        first,
        second,
        difference,
        interval.low(),
        interval.high(),
        share,
        images);
  }
}
