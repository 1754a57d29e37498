package io.quantunet.driver.engine.onednn;

import io.quantunet.driver.model.Layer;

/** How a layer is computed so that no bit changes. */
enum Arithmetic {

  /**
   * oneDNN sums in int32, scales by a power of two in float32 and rounds half to even: exact while
   * every accumulator is an integer that float32 holds.
   */
  FUSED,

  /** oneDNN sums in int32; the requantization follows in 64-bit integers. */
  WIDE,

  /** Plain Java: this CPU's products would saturate silently. */
  PLAIN;

  /** Below it float32 holds every integer: scaling by a power of two and rounding are exact. */
  private static final long FLOAT_LIMIT = 1L << 24;

  /**
   * The fastest that is exact.
   *
   * @param exactDotProducts whether the CPU has VNNI or AMX; without, two products are added with
   *     saturation at 16 bits
   */
  static Arithmetic of(Layer layer, boolean exactDotProducts) {
    if (!exactDotProducts && !pairsFitInto16Bits(layer)) {
      return PLAIN;
    }
    return layer.accumulatorBound() < FLOAT_LIMIT ? FUSED : WIDE;
  }

  /** {@code 2 * max|w| * (2^A_in - 1) <= 32767}. */
  private static boolean pairsFitInto16Bits(Layer layer) {
    int largest = 0;
    for (byte weight : layer.weights()) {
      largest = Math.max(largest, Math.abs(weight));
    }
    return 2 * largest * layer.input().width().maxActivationCode() <= Short.MAX_VALUE;
  }
}
