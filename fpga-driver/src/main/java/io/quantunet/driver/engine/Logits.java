package io.quantunet.driver.engine;

import io.quantunet.proto.BinaryMask;
import java.util.Arrays;

/**
 * The output of the net for one frame: int32 logits at scale {@code 2^-exponent}.
 *
 * @param width pixels across
 * @param height pixels down
 * @param values {@code [height, width]}
 * @param exponent scale exponent {@code e_in + w} of the head
 * @param threshold a pixel is lesion if its logit is greater
 */
public record Logits(int width, int height, int[] values, int exponent, int threshold) {

  /** The lesion mask, {@code logit > threshold}: exact. */
  public BinaryMask mask() {
    byte[] pixels = new byte[values.length];
    for (int i = 0; i < pixels.length; i++) {
      pixels[i] = (byte) (values[i] > threshold ? 1 : 0);
    }
    return new BinaryMask(width, height, pixels);
  }

  /**
   * Probability of lesion for display, {@code sigmoid(logit * 2^-exponent)}, 0..1: outside of the
   * exact part.
   */
  public double probability(int index) {
    return 1 / (1 + Math.exp(-Math.scalb((double) values[index], -exponent)));
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Logits that
        && width == that.width
        && height == that.height
        && exponent == that.exponent
        && threshold == that.threshold
        && Arrays.equals(values, that.values);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(values);
  }

  @Override
  public String toString() {
    return "Logits[" + width + " x " + height + "]";
  }
}
