package io.quantunet.trainer.net;

import io.quantunet.driver.model.Layer;
import io.quantunet.driver.model.QuantizedModel;
import io.quantunet.trainer.quantization.ActivationQuantizer;
import java.util.List;

/**
 * Turns a folded net into the integer model that it has been imitating: the same quantizers, their
 * codes kept instead of their values.
 */
public final class IntegerExport {

  private IntegerExport() {}

  /**
   * The integer model.
   *
   * @throws IllegalStateException if batch normalization is not folded yet, the net is in full
   *     precision, or a bias does not fit into int32; it names the layer
   * @throws IllegalArgumentException naming the layer whose accumulators might not fit into int32
   */
  public static QuantizedModel of(UNet net) {
    if (!net.settings().isQuantized()) {
      throw new IllegalStateException(
          "a net in full precision has no codes to export; quantize it by PostTrainingQuantization");
    }
    List<Layer> layers = net.layers().stream().map(IntegerExport::layer).toList();
    return new QuantizedModel(net.settings().width(), layers, threshold(net, layers));
  }

  /** A whole logit exceeds a number just when it exceeds the whole number below: exact. */
  static int threshold(UNet net, List<Layer> layers) {
    Layer head = layers.get(layers.size() - 1);
    int exponent = head.input().exponent() + head.weightExponents()[0];
    // The cast saturates, and no accumulator lies beyond an int.
    return (int) Math.floor(Math.scalb(net.logitThreshold(), exponent));
  }

  private static Layer layer(ConvLayer layer) {
    requireFolded(layer);
    return IntegerLayers.of(
        layer.slot(),
        layer.inputFormat(),
        layer.core().codedWeights(),
        layer.bias().value(),
        layer.outputQuantizer().map(ActivationQuantizer::format));
  }

  static void requireFolded(ConvLayer layer) {
    if (!layer.core().isFolded()) {
      throw new IllegalStateException(
          "layer %s: batch normalization must be folded before export"
              .formatted(layer.slot().name()));
    }
  }
}
