package io.quantunet.driver.engine.onednn;

import io.quantunet.driver.model.Layer;

/** Which layers oneDNN computes without changing a bit; the others run in plain Java. */
final class CpuRule {

  /** Below it float32 holds every integer: scaling by a power of two and rounding are exact. */
  private static final long FLOAT_LIMIT = 1L << 24;

  private CpuRule() {}

  /**
   * @param exactDotProducts whether the CPU has VNNI or AMX; without, two products are added with
   *     saturation at 16 bits
   */
  static boolean isExact(Layer layer, boolean exactDotProducts) {
    return layer.accumulatorBound() < FLOAT_LIMIT
        && (exactDotProducts || pairsFitInto16Bits(layer));
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
