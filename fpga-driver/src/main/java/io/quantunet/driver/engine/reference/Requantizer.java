package io.quantunet.driver.engine.reference;

import io.quantunet.driver.model.BitWidth;
import io.quantunet.driver.model.Layer;

/**
 * Brings accumulators back to activation codes.
 *
 * <pre>q = clamp(roundHalfEven(acc / 2^shift), 0, 2^bits - 1)</pre>
 *
 * <p>The clamp at 0 is the ReLU. Ties go to the even neighbour, as in IEEE 754, oneDNN, NumPy and
 * ONNX {@code QuantizeLinear}; {@link Math#round} would send them up. Evaluated in 64 bits: in 32
 * the added half wraps near {@code Integer.MAX_VALUE}.
 */
public final class Requantizer {

  private final int shift;
  private final int maxCode;

  /**
   * @param shift binary places to drop, 0..31
   * @param width width of the code
   * @throws IllegalArgumentException if the shift is out of range
   */
  public Requantizer(int shift, BitWidth width) {
    if (shift < 0 || shift > Layer.MAX_SHIFT) {
      throw new IllegalArgumentException("shift must be 0..31, was " + shift);
    }
    this.shift = shift;
    this.maxCode = width.maxActivationCode();
  }

  /** One for each output channel of a layer with an output format. */
  public static Requantizer[] of(Layer layer) {
    Requantizer[] channels = new Requantizer[layer.outChannels()];
    for (int c = 0; c < channels.length; c++) {
      channels[c] = new Requantizer(layer.shift(c), layer.output().orElseThrow().width());
    }
    return channels;
  }

  /**
   * The code of an accumulator.
   *
   * @param accumulator any int32
   * @return the code, 0..2^bits - 1
   */
  public int code(int accumulator) {
    long rounded = shift == 0 ? accumulator : roundHalfEven(accumulator);
    return (int) Math.max(0, Math.min(maxCode, rounded));
  }

  private long roundHalfEven(long accumulator) {
    long justBelowHalf = (1L << (shift - 1)) - 1;
    long oddQuotient = (accumulator >> shift) & 1; // lifts a tie only off an odd quotient
    return (accumulator + justBelowHalf + oddQuotient) >> shift;
  }
}
