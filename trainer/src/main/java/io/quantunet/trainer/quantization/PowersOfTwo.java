package io.quantunet.trainer.quantization;

/** Exact logarithms of floats. */
final class PowersOfTwo {

  private PowersOfTwo() {}

  /** {@code ceil(log2 x)} of a positive normal float, without rounding error. */
  static int ceilLog2(float x) {
    int exponent = Math.getExponent(x);
    return Math.scalb(1f, exponent) == x ? exponent : exponent + 1;
  }

  /** Binary logarithm of the power of two nearest to a positive normal float; ties go up. */
  static int nearestLog2(float x) {
    int exponent = Math.getExponent(x);
    return Math.scalb(x, -exponent) < 1.5f ? exponent : exponent + 1;
  }
}
