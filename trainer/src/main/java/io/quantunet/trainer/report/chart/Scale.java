package io.quantunet.trainer.report.chart;

import java.util.ArrayList;
import java.util.List;

/**
 * Values to pixels along an axis, and the values that get a tick.
 *
 * @param min smallest value
 * @param max largest value, above {@code min}
 * @param from pixel of {@code min}
 * @param to pixel of {@code max}
 * @param doubling whether equal steps double the value instead of adding to it
 */
record Scale(double min, double max, double from, double to, boolean doubling) {

  /**
   * @throws IllegalArgumentException if there is nothing between the ends, or a doubling scale does
   *     not start above 0
   */
  Scale {
    if (!(min < max) || Double.isInfinite(max - min) || (doubling && min <= 0)) {
      throw new IllegalArgumentException(
          "no axis reaches from %s to %s%s".formatted(min, max, doubling ? " by doubling" : ""));
    }
  }

  /** The pixel of a value. */
  double pixel(double value) {
    double share =
        doubling ? Math.log(value / min) / Math.log(max / min) : (value - min) / (max - min);
    return from + share * (to - from);
  }

  /**
   * Round values for ticks: powers of two, or about {@code count} of 1, 2 or 5 times a power of
   * ten.
   */
  List<Double> ticks(int count) {
    return doubling ? powersOfTwo() : roundValues(count);
  }

  private List<Double> powersOfTwo() {
    List<Double> ticks = new ArrayList<>();
    int first = (int) Math.ceil(Math.log(min) / Math.log(2) - 1e-9);
    for (double tick = Math.pow(2, first); tick <= max * (1 + 1e-9); tick *= 2) {
      ticks.add(tick);
    }
    return ticks;
  }

  private List<Double> roundValues(int count) {
    double rough = (max - min) / count;
    int exponent = (int) Math.floor(Math.log10(rough));
    long digit = roundDigit(rough / Math.pow(10, exponent));
    double step = times10ToThe(digit, exponent);
    List<Double> ticks = new ArrayList<>();
    for (long i = (long) Math.ceil(min / step - 1e-9); i * step <= max + step * 1e-9; i++) {
      ticks.add(times10ToThe(i * digit, exponent));
    }
    return ticks;
  }

  private static long roundDigit(double digits) {
    if (digits <= 1.5) {
      return 1;
    }
    return digits <= 3.5 ? 2 : digits <= 7.5 ? 5 : 10;
  }

  /** Dividing by a power of ten rounds once: 6 / 10 is 0.6, but 3 x 0.2 is not. */
  private static double times10ToThe(long value, int exponent) {
    return exponent < 0 ? value / Math.pow(10, -exponent) : value * Math.pow(10, exponent);
  }
}
