package io.quantunet.trainer.quantization;

/**
 * The arithmetic of the weight quantizers on one row of weights, in short branch-free loops that
 * the JIT turns into vector instructions.
 */
final class WeightKernels {

  /** Adding and subtracting it rounds |x| < 2^22 to the nearest integer, ties to even. */
  private static final float ROUND = 12_582_912f; // 1.5 * 2^23

  private static final float STEEP = 1e30f; // turns a distance into 0 or (clamped) 1

  private WeightKernels() {}

  /** The larger of {@code least} and the largest magnitude. */
  static float largest(float[] weights, int from, int to, float least) {
    float largest = least;
    for (int i = from; i < to; i++) {
      float magnitude = Math.abs(weights[i]);
      if (magnitude > largest) { // hardly ever: cheaper than a maximum of all
        largest = magnitude;
      }
    }
    return largest;
  }

  /** {@code quantized = step * clamp(roundHalfEven(weight / step), -limit, limit)}. */
  static void quantize(
      float[] weights, int from, int to, float step, float limit, float[] quantized) {
    float inverse = 1f / step;
    for (int i = from; i < to; i++) {
      float code = (weights[i] * inverse + ROUND) - ROUND;
      quantized[i] = Math.min(limit, Math.max(-limit, code)) * step;
    }
  }

  /** 0 where {@code |weight| <= edge}, else 1. */
  static void findClipped(float[] weights, int from, int to, float edge, float[] clipped) {
    int length = to - from;
    for (int i = 0; i < length; i++) {
      float left = edge - Math.abs(weights[from + i]);
      clipped[i] = Math.min(1f, (Math.abs(left) - left) * STEEP);
    }
  }

  /** {@code quantized = scale * sign(weight)} where {@code |weight| > delta}, else 0. */
  static void ternarize(
      float[] weights, int from, int to, float delta, float scale, float[] quantized) {
    for (int i = from; i < to; i++) {
      float weight = weights[i];
      quantized[i] = Math.abs(weight) > delta ? Math.copySign(scale, weight) : 0f;
    }
  }

  /**
   * Adds what each weight gives to the gradient of a width, a step or a range: {@code g * (clipped
   * ? ofClipped * value : ofRounding * (value - weight))}.
   */
  static void addSlopes(
      float[] weights,
      float[] values,
      float[] gradient,
      int from,
      int to,
      float[] clipped,
      float ofClipped,
      float ofRounding,
      float[] sums) {
    int length = to - from;
    for (int i = 0; i < length; i++) {
      float value = values[from + i];
      float rounding = ofRounding * (value - weights[from + i]);
      float slope = rounding + clipped[i] * (ofClipped * value - rounding);
      sums[i] += gradient[from + i] * slope;
    }
  }

  /** Clears the gradient of those clipped weights that it would lead further away. */
  static void blockClipped(float[] weights, float[] gradient, int from, int to, float[] clipped) {
    int length = to - from;
    for (int i = 0; i < length; i++) {
      float g = gradient[from + i];
      float back = g * weights[from + i]; // descent shrinks the weight where this is positive
      float passing = Math.min(1f, (Math.abs(back) + back) * STEEP);
      float blocked = clipped[i] * (1f - passing);
      gradient[from + i] = g - g * blocked;
    }
  }
}
