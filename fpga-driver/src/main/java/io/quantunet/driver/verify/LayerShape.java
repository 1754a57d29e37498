package io.quantunet.driver.verify;

import io.quantunet.driver.model.ActivationFormat;
import io.quantunet.driver.model.BitWidth;
import io.quantunet.driver.model.LayerKind;
import java.util.Optional;
import java.util.Random;

/**
 * Everything about a layer but its numbers.
 *
 * @param kind what it computes
 * @param in input channels
 * @param out output channels
 * @param weights width of the weight codes
 * @param input width of the input codes
 * @param output width of the output codes; of no meaning for logits
 */
public record LayerShape(
    LayerKind kind, int in, int out, BitWidth weights, BitWidth input, BitWidth output) {

  /** Any kind and any widths. */
  static LayerShape random(Random random, int in, int out) {
    LayerKind[] kinds = LayerKind.values();
    return new LayerShape(
        kinds[random.nextInt(kinds.length)], in, out, bits(random), bits(random), bits(random));
  }

  private static BitWidth bits(Random random) {
    return new BitWidth(
        BitWidth.MIN_BITS + random.nextInt(BitWidth.MAX_BITS - BitWidth.MIN_BITS + 1));
  }

  /** Weights that one accumulator sums over. */
  int sums() {
    return kind == LayerKind.UPCONV_2X2 ? in : in * kind.taps();
  }

  /** Format of the input codes, with exponent 0. */
  ActivationFormat inputFormat() {
    return new ActivationFormat(input, 0);
  }

  /** Format of the output codes, with exponent 0; empty for logits. */
  Optional<ActivationFormat> outputFormat() {
    return kind == LayerKind.LOGITS_1X1
        ? Optional.empty()
        : Optional.of(new ActivationFormat(output, 0));
  }

  @Override
  public String toString() {
    return "%s %d -> %d, %d-bit weights, %d -> %d bits"
        .formatted(kind, in, out, weights.bits(), input.bits(), output.bits());
  }
}
