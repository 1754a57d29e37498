package io.quantunet.trainer.net;

/**
 * The arithmetic between two convolutions, on blocks of an NHWC tensor. A block is a multiple of
 * the channel count, and per-channel numbers come repeated over a whole block ({@link #repeat}), so
 * every loop is one contiguous, branch-free pass that the JIT turns into vector instructions.
 */
final class BlockKernels {

  /** Adding and subtracting it rounds |x| < 2^22 to the nearest integer, ties to even. */
  private static final float ROUND = 12_582_912f; // 1.5 * 2^23

  private static final float STEEP = 1e30f; // turns a distance into 0 or (clamped) 1

  private static final int TARGET_BLOCK = 512;

  private BlockKernels() {}

  /** Floats per block for this channel count: 2 KiB, so that all arrays of a loop fit the cache. */
  static int blockSize(int channels) {
    return channels * Math.max(1, TARGET_BLOCK / channels);
  }

  /** Repeats per-channel numbers over a block. */
  static void repeat(float[] perChannel, float[] block) {
    for (int i = 0; i < block.length; i += perChannel.length) {
      System.arraycopy(perChannel, 0, block, i, perChannel.length);
    }
  }

  /** Adds a block's lanes up by channel. */
  static double[] fold(float[] lanes, int channels) {
    double[] sums = new double[channels];
    for (int i = 0; i < lanes.length; i++) {
      sums[i % channels] += lanes[i];
    }
    return sums;
  }

  /** {@code sum += z - pivot}, {@code squares += (z - pivot)^2}. */
  static void moments(float[] z, float[] pivot, float[] sum, float[] squares, int count) {
    for (int i = 0; i < count; i++) {
      float d = z[i] - pivot[i];
      sum[i] += d;
      squares[i] += d * d;
    }
  }

  /** {@code y = z * scale + shift}. */
  static void affine(float[] z, float[] scale, float[] shift, float[] y, int count) {
    for (int i = 0; i < count; i++) {
      y[i] = z[i] * scale[i] + shift[i];
    }
  }

  /** {@code max(y, 0)}, in place. */
  static void relu(float[] y, int count) {
    for (int i = 0; i < count; i++) {
      y[i] = Math.max(y[i], 0f);
    }
  }

  /**
   * {@code step * clamp(roundHalfEven(y / step), 0, maxCode)}, in place; step a power of two. Half
   * of {@code x + |x|} is {@code max(x, 0)}, exactly, and several times as fast as it.
   */
  static void quantize(float[] y, float step, float maxCode, int count) {
    float inverse = 1f / step;
    for (int i = 0; i < count; i++) {
      float rounded = (y[i] * inverse + ROUND) - ROUND;
      float above = 0.5f * (rounded + Math.abs(rounded));
      float left = maxCode - above;
      y[i] = (maxCode - 0.5f * (left + Math.abs(left))) * step;
    }
  }

  /** ReLU backward: {@code gradient = 0} where {@code y < 0}. */
  static void reluBackward(float[] y, float[] gradient, int count) {
    for (int i = 0; i < count; i++) {
      float below = Math.min(1f, (Math.abs(y[i]) - y[i]) * STEEP);
      gradient[i] *= 1f - below;
    }
  }

  /**
   * Quantizer backward: {@code gradient = 0} outside of the range, and the threshold's gradient
   * (TQT, arXiv 1903.08066, without the factor {@code step * ln 2}) is added to {@code threshold}:
   * {@code g * (round(u) - u)} inside, {@code g * maxCode} above, {@code u = y / step}. Three short
   * loops: the JIT does not vectorise a long one.
   *
   * @param y spent
   * @param inside overwritten
   */
  static void quantizeBackward(
      float[] y,
      float[] gradient,
      float step,
      float maxCode,
      float[] inside,
      float[] threshold,
      int count) {
    float inverse = 1f / step;
    findInside(y, inverse, maxCode + 0.5f, inside, count);
    thresholdSlope(y, inverse, maxCode, inside, count);
    for (int i = 0; i < count; i++) {
      float g = gradient[i];
      threshold[i] += g * y[i];
      gradient[i] = g * inside[i];
    }
  }

  /** {@code sum += gradient} where {@code y} lies above the range. */
  static void sumAbove(
      float[] y, float[] gradient, float step, float maxCode, float[] sum, int count) {
    float inverse = 1f / step;
    float top = maxCode + 0.5f;
    for (int i = 0; i < count; i++) {
      float left = top - y[i] * inverse;
      sum[i] += gradient[i] * Math.min(1f, (Math.abs(left) - left) * STEEP);
    }
  }

  /** 1 where {@code 0 <= y * inverse <= top}, else 0. */
  private static void findInside(float[] y, float inverse, float top, float[] inside, int count) {
    for (int i = 0; i < count; i++) {
      float u = y[i] * inverse;
      float left = top - u;
      float outside = (Math.abs(u) - u) + (Math.abs(left) - left);
      inside[i] = 1f - Math.min(1f, outside * STEEP);
    }
  }

  /** The code, less {@code u} where that is inside; in place. */
  private static void thresholdSlope(
      float[] y, float inverse, float maxCode, float[] inside, int count) {
    for (int i = 0; i < count; i++) {
      float u = y[i] * inverse;
      float rounded = (u + ROUND) - ROUND;
      float above = 0.5f * (rounded + Math.abs(rounded));
      float left = maxCode - above;
      y[i] = (maxCode - 0.5f * (left + Math.abs(left))) - u * inside[i];
    }
  }

  /** {@code sum += g}. */
  static void sum(float[] g, float[] sum, int count) {
    for (int i = 0; i < count; i++) {
      sum[i] += g[i];
    }
  }

  /** {@code sum += g}, {@code products += g * (z - mean)}. */
  static void gradientMoments(
      float[] g, float[] z, float[] mean, float[] sum, float[] products, int count) {
    for (int i = 0; i < count; i++) {
      sum[i] += g[i];
      products[i] += g[i] * (z[i] - mean[i]);
    }
  }

  /** {@code g = scale * (g - offset - (z - mean) * slope)}, in place. */
  static void normalizationBackward(
      float[] g, float[] z, float[] mean, float[] scale, float[] offset, float[] slope, int count) {
    for (int i = 0; i < count; i++) {
      g[i] = scale[i] * (g[i] - offset[i] - (z[i] - mean[i]) * slope[i]);
    }
  }
}
