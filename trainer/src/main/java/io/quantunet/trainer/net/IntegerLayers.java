package io.quantunet.trainer.net;

import io.quantunet.driver.model.ActivationFormat;
import io.quantunet.driver.model.BitWidth;
import io.quantunet.driver.model.Layer;
import io.quantunet.driver.model.LayerKind;
import io.quantunet.driver.model.UNetLayout.Slot;
import java.util.Optional;

/** Makes integer layers of weights that lie on the grid of their codes. */
final class IntegerLayers {

  private IntegerLayers() {}

  /**
   * The weights in codes.
   *
   * @param width of the codes
   * @param values {@code q * 2^-w[c]}, laid out as in training
   * @param exponents {@code w[c]}
   */
  record CodedWeights(BitWidth width, float[] values, int[] exponents) {

    /** A bias at the accumulator's scale, a whole number; it may lie beyond int32. */
    double biasCode(float[] bias, int channel, ActivationFormat input) {
      return Math.rint(Math.scalb((double) bias[channel], accumulatorExponent(channel, input)));
    }

    /** The values of all bias codes. */
    float[] biases(float[] bias, ActivationFormat input) {
      float[] values = new float[bias.length];
      for (int c = 0; c < values.length; c++) {
        values[c] = (float) Math.scalb(biasCode(bias, c, input), -accumulatorExponent(c, input));
      }
      return values;
    }

    private int accumulatorExponent(int channel, ActivationFormat input) {
      return input.exponent() + exponents[channel];
    }
  }

  /**
   * The layer.
   *
   * @param bias in floats, by output channel
   * @param output empty for the head
   * @throws IllegalStateException naming the layer if a bias does not fit into int32
   * @throws IllegalArgumentException naming the layer if an accumulator might not
   */
  static Layer of(
      Slot slot,
      ActivationFormat input,
      CodedWeights weights,
      float[] bias,
      Optional<ActivationFormat> output) {
    return new Layer(
        slot.name(),
        slot.kind(),
        slot.inChannels(),
        slot.outChannels(),
        input,
        weights.width(),
        codes(slot, weights),
        weights.exponents(),
        biasCodes(slot, weights, bias, input),
        output);
  }

  private static byte[] codes(Slot slot, CodedWeights weights) {
    int out = slot.outChannels();
    int length = slot.inChannels() * (slot.kind() == LayerKind.CONV_3X3 ? slot.kind().taps() : 1);
    int rows = weights.values().length / length;
    byte[] codes = new byte[weights.values().length];
    for (int row = 0; row < rows; row++) {
      int channel = row % out;
      // A transposed convolution trains as [ky, kx, out, in] and is stored as [out, ky, kx, in].
      int target =
          slot.kind() == LayerKind.UPCONV_2X2 ? channel * slot.kind().taps() + row / out : row;
      for (int i = 0; i < length; i++) {
        codes[target * length + i] =
            (byte) Math.scalb(weights.values()[row * length + i], weights.exponents()[channel]);
      }
    }
    return codes;
  }

  private static int[] biasCodes(
      Slot slot, CodedWeights weights, float[] bias, ActivationFormat input) {
    int[] codes = new int[bias.length];
    for (int c = 0; c < codes.length; c++) {
      double code = weights.biasCode(bias, c, input);
      if (Math.abs(code) >= Layer.ACCUMULATOR_LIMIT) {
        throw new IllegalStateException(
            "layer %s: the bias of output channel %d is %.0f accumulator steps, beyond int32"
                .formatted(slot.name(), c, code));
      }
      codes[c] = (int) code;
    }
    return codes;
  }
}
