package io.quantunet.trainer.quantization;

import java.util.Arrays;

/** The power-of-two scales of one layer's weights, {@code 2^-w[c]} for output channel {@code c}. */
final class ChannelScales {

  private final int[] exponents;
  private final boolean[] heldByRange;

  ChannelScales(int channels) {
    this.exponents = new int[channels];
    this.heldByRange = new boolean[channels];
  }

  int channels() {
    return exponents.length;
  }

  /** A copy. */
  int[] exponents() {
    return exponents.clone();
  }

  float step(int channel) {
    return Math.scalb(1f, -exponents[channel]);
  }

  /** Whether the layer's range keeps the scale from what the quantizer wants. */
  boolean isHeld(int channel) {
    return heldByRange[channel];
  }

  /**
   * Makes codes of {@code +-2^places} reach to the power of two at or above each channel's largest
   * magnitude: {@code w[c] = places - ceil(log2 max|weights of c|)}, clamped; an all-zero channel
   * takes the lower end.
   */
  void coverLargest(float[] weights, int rows, int places, ExponentRange range) {
    int channels = channels();
    int length = weights.length / rows;
    float[] largest = new float[channels];
    for (int row = 0; row < rows; row++) {
      int channel = row % channels;
      largest[channel] =
          WeightKernels.largest(weights, row * length, (row + 1) * length, largest[channel]);
    }
    Arrays.fill(heldByRange, false);
    for (int c = 0; c < channels; c++) {
      if (largest[c] == 0) {
        hold(c, range);
      } else {
        set(c, places - PowersOfTwo.ceilLog2(largest[c]), range);
      }
    }
  }

  /** The wanted exponent, clamped. */
  void set(int channel, int wanted, ExponentRange range) {
    exponents[channel] = range.clamp(wanted);
    heldByRange[channel] = exponents[channel] != wanted;
  }

  /** The lower end: what a channel without weights takes. */
  void hold(int channel, ExponentRange range) {
    exponents[channel] = range.lowest();
    heldByRange[channel] = true;
  }

  /** Rounds all weights to {@code step * -limit..limit}. */
  void round(float[] weights, int rows, int limit, float[] quantized) {
    int length = weights.length / rows;
    for (int row = 0; row < rows; row++) {
      float step = step(row % channels());
      WeightKernels.quantize(weights, row * length, (row + 1) * length, step, limit, quantized);
    }
  }
}
