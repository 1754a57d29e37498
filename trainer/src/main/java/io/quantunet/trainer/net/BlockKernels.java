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

  private static final int TARGET_BLOCK = 4096;

  private BlockKernels() {}

  /** Floats per block for this channel count: about 16 KiB. */
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

  /** {@code y = z * scale + shift}, in place. */
  static void affine(float[] z, float[] scale, float[] shift, int count) {
    for (int i = 0; i < count; i++) {
      z[i] = z[i] * scale[i] + shift[i];
    }
  }

  /** {@code max(y, 0)}, in place. */
  static void relu(float[] y, int count) {
    for (int i = 0; i < count; i++) {
      y[i] = Math.max(y[i], 0f);
    }
  }

  /** {@code step * clamp(roundHalfEven(y / step), 0, maxCode)}, in place; step a power of two. */
  static void quantize(float[] y, float step, float maxCode, int count) {
    float inverse = 1f / step;
    for (int i = 0; i < count; i++) {
      float clamped = Math.min(Math.max(y[i] * inverse, 0f), maxCode);
      y[i] = ((clamped + ROUND) - ROUND) * step;
    }
  }

  /** ReLU backward: {@code gradient = 0} where {@code y < 0}. */
  static void reluBackward(float[] y, float[] gradient, int count) {
    for (int i = 0; i < count; i++) {
      float below = Math.min(1f, Math.max(0f, -y[i]) * STEEP);
      gradient[i] *= 1f - below;
    }
  }

  /**
   * Quantizer backward: {@code gradient = 0} outside of the range, and the threshold's gradient
   * (TQT, arXiv 1903.08066, without the factor {@code step * ln 2}) is added to {@code threshold}:
   * {@code g * (round(u) - u)} inside, {@code g * maxCode} above, {@code u = y / step}.
   */
  static void quantizeBackward(
      float[] y, float[] gradient, float step, float maxCode, float[] threshold, int count) {
    float inverse = 1f / step;
    float top = maxCode + 0.5f;
    for (int i = 0; i < count; i++) {
      float u = y[i] * inverse;
      float below = Math.min(1f, Math.max(0f, -u) * STEEP);
      float above = Math.min(1f, Math.max(0f, u - top) * STEEP);
      float inside = 1f - below - above;
      float clamped = Math.min(Math.max(u, 0f), maxCode);
      float error = ((clamped + ROUND) - ROUND) - Math.min(Math.max(u, 0f), top);
      float g = gradient[i];
      threshold[i] += g * (inside * error + above * maxCode);
      gradient[i] = g * inside;
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
