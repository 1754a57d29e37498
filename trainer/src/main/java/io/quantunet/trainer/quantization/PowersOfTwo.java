package io.quantunet.trainer.quantization;

/** Exact logarithms of floats. */
final class PowersOfTwo {

  private PowersOfTwo() {}

  /** {@code ceil(log2 x)} of a positive normal float, without rounding error. */
  static int ceilLog2(float x) {
    int exponent = Math.getExponent(x);
    return Math.scalb(1f, exponent) == x ? exponent : exponent + 1;
  }
}
