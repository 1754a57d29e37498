package io.quantunet.trainer.report.metric;

import java.util.Locale;
import java.util.Optional;

/**
 * A figure and how sure it is.
 *
 * @param value NaN where there is nothing to measure
 * @param interval empty where it is not known, e.g. for a published figure
 */
public record Estimate(double value, Optional<Interval> interval) {

  /** A figure of unknown spread. */
  public static Estimate of(double value) {
    return new Estimate(value, Optional.empty());
  }

  /** Whether there is a value. */
  public boolean isKnown() {
    return Double.isFinite(value);
  }

  /** E.g. {@code 0.710 [0.655, 0.762]}; {@code -} without a value. */
  public String text(int decimals) {
    if (!isKnown()) {
      return "-";
    }
    String format = "%." + decimals + "f";
    String text = String.format(Locale.ROOT, format, value);
    return interval
        .map(
            range ->
                text
                    + String.format(
                        Locale.ROOT,
                        " [" + format + ", " + format + "]",
                        range.low(),
                        range.high()))
        .orElse(text);
  }
}
