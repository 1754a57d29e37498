package io.quantunet.trainer.quantization;

import io.quantunet.driver.model.ActivationFormat;
import io.quantunet.driver.model.BitWidth;

/**
 * How often each magnitude occurs among the activations of one tensor (or of the two sources of a
 * concatenation), and the power-of-two threshold that suits them best.
 *
 * <p>Bins are as wide as 1/1024 of the power of two below them: finer than the steps of 8-bit
 * codes. Values that are not positive count as 0, which every format represents exactly.
 */
public final class ActivationHistogram {

  private static final int MANTISSA_BITS = 10;
  private static final int DROPPED_BITS = 23 - MANTISSA_BITS;
  private static final int SMALLEST_EXPONENT = -40;
  private static final int LARGEST_EXPONENT = 40;
  private static final int FIRST_BIN =
      Float.floatToIntBits(Math.scalb(1f, SMALLEST_EXPONENT)) >> DROPPED_BITS;

  /** Thresholds below the largest value that are tried, in octaves. */
  private static final int OCTAVES_TRIED = 12;

  private final long[] counts = new long[(LARGEST_EXPONENT - SMALLEST_EXPONENT) << MANTISSA_BITS];

  /** Adds the front of a block. */
  public void add(float[] values, int count) {
    for (int i = 0; i < count; i++) {
      if (values[i] > 0) {
        counts[bin(values[i])]++;
      }
    }
  }

  /**
   * The format of this width with the smallest squared error on all that was added.
   *
   * <p>Its threshold is {@code 2^(A - e)}; the largest code stands for one step less. Without a
   * positive value the threshold is 1.
   */
  public ActivationFormat bestFormat(BitWidth width) {
    int last = counts.length - 1;
    while (last >= 0 && counts[last] == 0) {
      last--;
    }
    if (last < 0) {
      return new ActivationFormat(width, width.bits());
    }
    int covering = PowersOfTwo.ceilLog2(center(last));
    ActivationFormat best = new ActivationFormat(width, width.bits() - covering - 1);
    double least = squaredError(best, last);
    for (int octave = 0; octave <= OCTAVES_TRIED; octave++) {
      ActivationFormat format = new ActivationFormat(width, width.bits() - covering + octave);
      double error = squaredError(format, last);
      if (error < least) {
        least = error;
        best = format;
      }
    }
    return best;
  }

  private double squaredError(ActivationFormat format, int last) {
    double step = Math.scalb(1.0, -format.exponent());
    int limit = format.width().maxActivationCode();
    double sum = 0;
    for (int bin = 0; bin <= last; bin++) {
      if (counts[bin] > 0) {
        double value = center(bin);
        double error = Math.min(limit, Math.rint(value / step)) * step - value;
        sum += counts[bin] * error * error;
      }
    }
    return sum;
  }

  /** Beyond either end, the bin at that end. */
  private int bin(float value) {
    int bin = (Float.floatToIntBits(value) >> DROPPED_BITS) - FIRST_BIN;
    return Math.max(0, Math.min(counts.length - 1, bin));
  }

  private static float center(int bin) {
    return Float.intBitsToFloat(((bin + FIRST_BIN) << DROPPED_BITS) + (1 << (DROPPED_BITS - 1)));
  }
}
