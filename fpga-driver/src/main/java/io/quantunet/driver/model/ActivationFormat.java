package io.quantunet.driver.model;

/**
 * How an activation tensor's codes are to be read: unsigned codes {@code q} of {@code width} bits,
 * value {@code q * 2^-exponent}.
 *
 * @param width bits of a code, 2..8
 * @param exponent scale exponent of the whole tensor
 */
public record ActivationFormat(BitWidth width, int exponent) {

  /** The 8-bit grey pixel is the code itself; its value is pixel / 256. */
  public static final ActivationFormat INPUT = new ActivationFormat(new BitWidth(8), 8);

  /** From plain numbers. */
  public static ActivationFormat of(int bits, int exponent) {
    return new ActivationFormat(new BitWidth(bits), exponent);
  }
}
