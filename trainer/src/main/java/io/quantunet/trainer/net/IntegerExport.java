package io.quantunet.trainer.net;

import io.quantunet.driver.model.Layer;
import io.quantunet.driver.model.LayerKind;
import io.quantunet.driver.model.QuantizedModel;
import io.quantunet.trainer.quantization.ActivationQuantizer;
import java.util.List;

/**
 * Turns a folded net into the integer model that it has been imitating: the same quantizers, their
 * codes kept instead of their values.
 */
public final class IntegerExport {

  private static final long ACCUMULATOR_LIMIT = 1L << 31;

  private IntegerExport() {}

  /**
   * The integer model.
   *
   * @throws IllegalStateException naming the layer whose accumulators might not fit into int32, or
   *     if batch normalization is not folded yet
   */
  public static QuantizedModel of(UNet net) {
    List<Layer> layers = net.layers().stream().map(IntegerExport::layer).toList();
    return new QuantizedModel(
        net.settings().width(), layers, threshold(net, layers.get(layers.size() - 1)));
  }

  /** A whole logit exceeds a number just when it exceeds the whole number below: exact. */
  private static int threshold(UNet net, Layer head) {
    int exponent = head.input().exponent() + head.weightExponents()[0];
    // The cast saturates, and no accumulator lies beyond an int.
    return (int) Math.floor(Math.scalb(net.logitThreshold(), exponent));
  }

  private static Layer layer(ConvLayer layer) {
    if (!layer.isFolded()) {
      throw new IllegalStateException(
          "layer %s: batch normalization must be folded before export"
              .formatted(layer.slot().name()));
    }
    float[] values = layer.quantizedWeights();
    int[] exponents = layer.weightQuantizer().exponents();
    Layer exported =
        new Layer(
            layer.slot().name(),
            layer.slot().kind(),
            layer.slot().inChannels(),
            layer.slot().outChannels(),
            layer.inputFormat(),
            layer.weightQuantizer().width(),
            codes(layer, values, exponents),
            exponents,
            biasCodes(layer, exponents),
            layer.outputQuantizer().map(ActivationQuantizer::format));
    checkBound(exported);
    return exported;
  }

  private static byte[] codes(ConvLayer layer, float[] values, int[] exponents) {
    int out = layer.slot().outChannels();
    int length = values.length / layer.rows();
    int tapsPerRow = layer.rows() / out;
    byte[] codes = new byte[values.length];
    for (int row = 0; row < layer.rows(); row++) {
      int channel = row % out;
      // A transposed convolution trains as [ky, kx, out, in] and is stored as [out, ky, kx, in].
      int target =
          layer.slot().kind() == LayerKind.UPCONV_2X2 ? channel * tapsPerRow + row / out : row;
      for (int i = 0; i < length; i++) {
        codes[target * length + i] =
            (byte) Math.scalb(values[row * length + i], exponents[channel]);
      }
    }
    return codes;
  }

  private static int[] biasCodes(ConvLayer layer, int[] exponents) {
    int[] codes = new int[exponents.length];
    for (int c = 0; c < codes.length; c++) {
      double code = layer.biasCode(c);
      if (Math.abs(code) >= ACCUMULATOR_LIMIT) {
        throw new IllegalStateException(
            "layer %s: the bias of output channel %d is %.0f accumulator steps, beyond int32"
                .formatted(layer.slot().name(), c, code));
      }
      codes[c] = (int) code;
    }
    return codes;
  }

  private static void checkBound(Layer layer) {
    if (layer.accumulatorBound() >= ACCUMULATOR_LIMIT) {
      throw new IllegalStateException(
          "layer %s: accumulators may reach %d, int32 ends at 2^31 - 1"
              .formatted(layer.name(), layer.accumulatorBound()));
    }
  }
}
