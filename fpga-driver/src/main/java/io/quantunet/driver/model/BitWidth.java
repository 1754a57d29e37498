package io.quantunet.driver.model;

/**
 * Width of a weight or activation code.
 *
 * @param bits 2..8
 */
public record BitWidth(int bits) {

  /** Narrowest width that the integer model knows. */
  public static final int MIN_BITS = 2;

  /** Widest width that the integer model knows. */
  public static final int MAX_BITS = 8;

  /**
   * @throws IllegalArgumentException if it is not 2..8
   */
  public BitWidth {
    if (bits < MIN_BITS || bits > MAX_BITS) {
      throw new IllegalArgumentException("bits must be 2..8, was " + bits);
    }
  }

  /** Largest activation code, {@code 2^bits - 1}. */
  public int maxActivationCode() {
    return (1 << bits) - 1;
  }

  /**
   * Largest weight code in the narrow range, {@code 2^(bits-1) - 1}; the smallest is its negative.
   */
  public int maxWeightCode() {
    return (1 << (bits - 1)) - 1;
  }
}
