package io.quantunet.trainer.quantization;

import io.quantunet.driver.model.BitWidth;

/**
 * Power-of-two scales for weights that are quantized after their training: for each output channel
 * the one with the smallest squared error of {@code clamp(roundHalfEven(v * 2^w), -m, m) * 2^-w},
 * {@code m = 2^(B-1) - 1}. Clipping a few large weights often pays for finer steps between all
 * others.
 */
public final class LeastSquaresScales {

  private final ChannelScales scales;
  private final BitWidth width;

  private LeastSquaresScales(int channels, BitWidth width) {
    this.scales = new ChannelScales(channels);
    this.width = width;
  }

  /**
   * The best scales for these weights.
   *
   * @param weights rows of equal length; row {@code r} belongs to output channel {@code r %
   *     channels}
   * @param range exponents that the layer allows
   */
  public static LeastSquaresScales of(
      float[] weights, int rows, int channels, BitWidth width, ExponentRange range) {
    LeastSquaresScales found = new LeastSquaresScales(channels, width);
    found.scales.coverLargest(weights, rows, width.bits() - 1, ExponentRange.FREE);
    int[] covering = found.scales.exponents();
    for (int channel = 0; channel < channels; channel++) {
      if (found.scales.isHeld(channel)) { // all zero
        found.scales.hold(channel, range);
      } else {
        found.search(weights, rows, channel, covering[channel], range);
      }
    }
    return found;
  }

  /** {@code w[c]}, a copy. */
  public int[] exponents() {
    return scales.exponents();
  }

  /** The values {@code q * 2^-w[c]} that these weights become. */
  public float[] round(float[] weights, int rows) {
    float[] values = new float[weights.length];
    scales.round(weights, rows, width.maxWeightCode(), values);
    return values;
  }

  /**
   * From twice the scale that reaches the largest weight (its largest code stands for one step less
   * than that) to one that leaves nothing but ones.
   */
  private void search(float[] weights, int rows, int channel, int covering, ExponentRange range) {
    double least = Double.POSITIVE_INFINITY;
    int best = covering;
    for (int wanted = covering - 1; wanted <= covering + width.bits(); wanted++) {
      int exponent = range.clamp(wanted);
      double error = squaredError(weights, rows, channel, exponent);
      if (error < least) {
        least = error;
        best = exponent;
      }
    }
    scales.set(channel, best, range);
  }

  private double squaredError(float[] weights, int rows, int channel, int exponent) {
    int length = weights.length / rows;
    int limit = width.maxWeightCode();
    float step = Math.scalb(1f, -exponent);
    float inverse = 1f / step;
    double sum = 0;
    for (int row = channel; row < rows; row += scales.channels()) {
      for (int i = row * length; i < (row + 1) * length; i++) {
        double code = Math.max(-limit, Math.min(limit, Math.rint(weights[i] * inverse)));
        double error = code * step - weights[i];
        sum += error * error;
      }
    }
    return sum;
  }
}
