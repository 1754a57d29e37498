package io.quantunet.driver.model;

import java.util.Arrays;
import java.util.Optional;

/**
 * One layer with weights. Activations are NHWC; weights are {@code [out, ky, kx, in]}. The arrays
 * are the maker's promise: nobody changes them afterwards.
 *
 * @param name e.g. {@code encoder1.conv1}
 * @param kind what it computes
 * @param inChannels input channels, positive
 * @param outChannels output channels, positive
 * @param input format of its input codes
 * @param weightWidth width of the weight codes
 * @param weights codes in the narrow range, {@code [out, ky, kx, in]}
 * @param weightExponents {@code w[c]}: a code's value is {@code q * 2^-w[c]}, {@code [out]}
 * @param bias codes at the accumulator's scale {@code 2^-(e_in + w[c])}, {@code [out]}
 * @param output format of its output codes; empty for logits, which are the accumulators themselves
 */
public record Layer(
    String name,
    LayerKind kind,
    int inChannels,
    int outChannels,
    ActivationFormat input,
    BitWidth weightWidth,
    byte[] weights,
    int[] weightExponents,
    int[] bias,
    Optional<ActivationFormat> output) {

  /** Largest shift that brings an accumulator to an output code. */
  public static final int MAX_SHIFT = 31;

  /** An accumulator's magnitude must stay below this, {@code 2^31}: int32 cannot overflow. */
  public static final long ACCUMULATOR_LIMIT = 1L << 31;

  /**
   * @throws IllegalArgumentException naming the layer and the first thing that does not fit, an
   *     accumulator that could overflow int32 included
   */
  public Layer {
    require(inChannels >= 1 && outChannels >= 1, name, "channels must be positive");
    require(
        weights.length == (long) outChannels * kind.taps() * inChannels,
        name,
        "%d weights, needs %d x %d x %d"
            .formatted(weights.length, outChannels, kind.taps(), inChannels));
    require(weightExponents.length == outChannels, name, "one weight exponent per output channel");
    require(bias.length == outChannels, name, "one bias per output channel");
    require(
        (kind == LayerKind.LOGITS_1X1) == output.isEmpty(),
        name,
        "every layer but the logits has an output format");
    int limit = weightWidth.maxWeightCode();
    for (byte weight : weights) {
      if (Math.abs(weight) > limit) {
        throw misfit(
            name,
            "weight code %d is outside of +-%d (%d bits)"
                .formatted(weight, limit, weightWidth.bits()));
      }
    }
    for (int c = 0; c < outChannels; c++) {
      long bound = accumulatorBound(kind, inChannels, input, weights, bias, c);
      if (bound >= ACCUMULATOR_LIMIT) {
        throw misfit(
            name,
            "output channel %d may reach an accumulator of %d, must stay below 2^31"
                .formatted(c, bound));
      }
    }
    if (output.isPresent()) {
      for (int c = 0; c < outChannels; c++) {
        long shift = (long) input.exponent() + weightExponents[c] - output.get().exponent();
        if (shift < 0 || shift > MAX_SHIFT) {
          throw misfit(
              name, "output channel %d needs a shift of %d, must be 0..31".formatted(c, shift));
        }
      }
    }
  }

  /**
   * {@code s = e_in + w[c] - e_out}: binary places that requantization drops, 0..31.
   *
   * @throws java.util.NoSuchElementException for logits, which are not requantized
   */
  public int shift(int outChannel) {
    return input.exponent() + weightExponents[outChannel] - output.orElseThrow().exponent();
  }

  /** The weight code at {@code [out, ky, kx, in]}; {@code tap = ky * k + kx}. */
  public int weight(int outChannel, int tap, int inChannel) {
    return weights[(outChannel * kind.taps() + tap) * inChannels + inChannel];
  }

  /**
   * Proven largest magnitude of any accumulator of the channel, in any order of summation: {@code
   * |bias| + sum|w| * (2^A_in - 1)}. For a transposed convolution 2x2 with stride 2 each output
   * pixel sees one tap, so the largest tap counts.
   */
  public long accumulatorBound(int outChannel) {
    return accumulatorBound(kind, inChannels, input, weights, bias, outChannel);
  }

  private static long accumulatorBound(
      LayerKind kind,
      int inChannels,
      ActivationFormat input,
      byte[] weights,
      int[] bias,
      int outChannel) {
    int taps = kind.taps();
    long largest = 0;
    long sum = 0;
    for (int tap = 0; tap < taps; tap++) {
      long tapSum = 0;
      int first = (outChannel * taps + tap) * inChannels;
      for (int i = first; i < first + inChannels; i++) {
        tapSum += Math.abs(weights[i]);
      }
      sum += tapSum;
      largest = Math.max(largest, tapSum);
    }
    long weightSum = kind == LayerKind.UPCONV_2X2 ? largest : sum;
    return Math.abs((long) bias[outChannel]) + weightSum * input.width().maxActivationCode();
  }

  /** The largest {@link #accumulatorBound} of all channels. */
  public long accumulatorBound() {
    long largest = 0;
    for (int c = 0; c < outChannels; c++) {
      largest = Math.max(largest, accumulatorBound(c));
    }
    return largest;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Layer that
        && name.equals(that.name)
        && kind == that.kind
        && inChannels == that.inChannels
        && outChannels == that.outChannels
        && input.equals(that.input)
        && weightWidth.equals(that.weightWidth)
        && Arrays.equals(weights, that.weights)
        && Arrays.equals(weightExponents, that.weightExponents)
        && Arrays.equals(bias, that.bias)
        && output.equals(that.output);
  }

  @Override
  public int hashCode() {
    return 31 * name.hashCode() + Arrays.hashCode(weights);
  }

  @Override
  public String toString() {
    return "%s: %s %d -> %d, %d bits"
        .formatted(name, kind, inChannels, outChannels, weightWidth.bits());
  }

  private static void require(boolean holds, String layer, String message) {
    if (!holds) {
      throw misfit(layer, message);
    }
  }

  private static IllegalArgumentException misfit(String layer, String message) {
    return new IllegalArgumentException("layer " + layer + ": " + message);
  }
}
