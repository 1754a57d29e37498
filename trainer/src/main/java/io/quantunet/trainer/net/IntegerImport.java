package io.quantunet.trainer.net;

import io.quantunet.driver.model.Layer;
import io.quantunet.driver.model.LayerKind;
import io.quantunet.driver.model.QuantizedModel;

/**
 * Starts training from an integer model: its dequantized codes become the float masters, and the
 * net computes, at first, exactly what the model does.
 */
public final class IntegerImport {

  private IntegerImport() {}

  /**
   * Loads a model into a net of the same width.
   *
   * @throws IllegalArgumentException if the nets' widths differ, or a bit width that the net's
   *     schemes fix
   */
  public static void into(UNet net, QuantizedModel model) {
    if (net.settings().width() != model.width()) {
      throw new IllegalArgumentException(
          "a net of width %d cannot start from a model of width %d"
              .formatted(net.settings().width(), model.width()));
    }
    for (int i = 0; i < model.layers().size(); i++) {
      into(net.layers().get(i), model.layers().get(i));
    }
    Layer head = model.layers().get(model.layers().size() - 1);
    net.importThreshold(
        Math.scalb(
            (double) model.threshold(), -(head.input().exponent() + head.weightExponents()[0])));
  }

  private static void into(ConvLayer target, Layer layer) {
    int out = layer.outChannels();
    int taps = layer.kind().taps();
    float[] weights = new float[layer.weights().length];
    float[] biases = new float[out];
    for (int c = 0; c < out; c++) {
      int largest = largestCode(layer, c);
      for (int tap = 0; tap < taps; tap++) {
        for (int i = 0; i < layer.inChannels(); i++) {
          int at =
              layer.kind() == LayerKind.UPCONV_2X2
                  ? (tap * out + c) * layer.inChannels() + i
                  : (c * taps + tap) * layer.inChannels() + i;
          weights[at] = master(layer, c, layer.weight(c, tap, i), largest);
        }
      }
      int exponent = layer.input().exponent() + layer.weightExponents()[c];
      biases[c] = (float) Math.scalb((double) layer.bias()[c], -exponent);
    }
    target.core().importFolded(weights, biases, layer.weightWidth(), layer.output());
  }

  /**
   * The value of a code; a channel's largest codes lie a little further out. Without that, a power
   * of two would become its own threshold, {@code 2^ceil(log2 max)}, and be clipped by it. The
   * extra is too small to change the code that it rounds to, at this scale or a finer one.
   */
  private static float master(Layer layer, int channel, int code, int largest) {
    double extra =
        Math.abs(code) == largest
            ? Math.scalb(Math.signum((double) code), -layer.weightWidth().bits() - 1)
            : 0;
    return (float) Math.scalb(code + extra, -layer.weightExponents()[channel]);
  }

  private static int largestCode(Layer layer, int channel) {
    int largest = 0;
    for (int tap = 0; tap < layer.kind().taps(); tap++) {
      for (int i = 0; i < layer.inChannels(); i++) {
        largest = Math.max(largest, Math.abs(layer.weight(channel, tap, i)));
      }
    }
    return largest;
  }
}
