package io.quantunet.trainer.quantization;

import io.quantunet.driver.model.Layer;

/**
 * Weight scale exponents that a layer may use.
 *
 * @param lowest smallest exponent, i.e. largest scale
 * @param highest largest exponent
 */
public record ExponentRange(int lowest, int highest) {

  /** As wide as normal floats allow: while batch normalization stands behind the convolution. */
  public static final ExponentRange FREE = new ExponentRange(-60, 60);

  /** Those for which the requantization shift {@code e_in + w - e_out} is 0..31. */
  public static ExponentRange between(int inputExponent, int outputExponent) {
    int lowest = outputExponent - inputExponent;
    return new ExponentRange(lowest, lowest + Layer.MAX_SHIFT);
  }

  int clamp(int exponent) {
    return Math.max(lowest, Math.min(highest, exponent));
  }
}
