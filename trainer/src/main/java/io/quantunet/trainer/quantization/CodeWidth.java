package io.quantunet.trainer.quantization;

import io.quantunet.driver.model.BitWidth;
import io.quantunet.trainer.optimizer.Parameter;
import io.quantunet.trainer.optimizer.Parameter.Group;
import java.util.List;

/**
 * The width of a quantizer's codes: {@code B = round(clamp(b, 2, 8))}, where {@code b} is learned
 * or fixed. Rounding is straight-through.
 *
 * <p>Brevitas's learned width has no upper bound; the clamp to 2..8 is ours: at a bound the
 * gradient still passes, the value does not leave.
 */
final class CodeWidth {

  private final Parameter bits;
  private final boolean learned;

  private CodeWidth(String name, float bits, boolean learned) {
    this.bits = Parameter.of(name + ".bits", Group.BIT_WIDTH, bits);
    this.learned = learned;
  }

  static CodeWidth fixed(String name, BitWidth width) {
    return new CodeWidth(name, width.bits(), false);
  }

  static CodeWidth learned(String name, float initialBits) {
    return new CodeWidth(name, initialBits, true);
  }

  /**
   * Checks where a width is to start.
   *
   * @throws IllegalArgumentException if it is not 2..8
   */
  static void check(String what, double initialBits) {
    if (!(initialBits >= BitWidth.MIN_BITS && initialBits <= BitWidth.MAX_BITS)) {
      throw new IllegalArgumentException(
          "%s must start at 2..8 bits, not at %s".formatted(what, initialBits));
    }
  }

  /** Puts a number of bits into 2..8. */
  static float clamp(float bits) {
    return Math.min(BitWidth.MAX_BITS, Math.max(BitWidth.MIN_BITS, bits));
  }

  /** The number that holds the width. */
  Parameter bits() {
    return bits;
  }

  boolean isLearned() {
    return learned;
  }

  /** Before rounding, 2..8. */
  float beforeRounding() {
    return bits.value()[0];
  }

  BitWidth rounded() {
    return new BitWidth(Math.round(beforeRounding()));
  }

  /** The number if it is learned. */
  List<Parameter> parameters() {
    return learned ? List.of(bits) : List.of();
  }

  /** After every optimizer step. */
  void clamp() {
    bits.value()[0] = clamp(bits.value()[0]);
  }

  void addGradient(double slope) {
    bits.gradient()[0] += (float) slope;
  }

  /**
   * Goes on from a model's width.
   *
   * @param what the codes are, for the message
   * @throws IllegalArgumentException if the width is fixed and another
   */
  void adopt(String what, BitWidth width) {
    if (!learned && !width.equals(rounded())) {
      throw new IllegalArgumentException(
          "%s of %d bits cannot continue as %d bits"
              .formatted(what, width.bits(), rounded().bits()));
    }
    bits.value()[0] = width.bits();
  }
}
