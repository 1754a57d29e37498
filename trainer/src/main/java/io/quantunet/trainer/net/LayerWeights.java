package io.quantunet.trainer.net;

import io.quantunet.driver.model.BitWidth;
import io.quantunet.driver.model.LayerKind;
import io.quantunet.driver.model.UNetLayout.Slot;
import io.quantunet.trainer.net.IntegerLayers.CodedWeights;
import io.quantunet.trainer.optimizer.Parameter;
import io.quantunet.trainer.optimizer.Parameter.Group;
import io.quantunet.trainer.quantization.ExponentRange;
import io.quantunet.trainer.quantization.WeightQuantizer;
import io.quantunet.trainer.quantization.WeightScheme;
import java.util.Random;

/**
 * One layer's float weights and bias, and the values of the codes that stand for them while the net
 * is quantized.
 */
final class LayerWeights {

  private final Slot slot;
  private final int rows;
  private final int kernel;
  private final boolean quantized;
  private final WeightQuantizer quantizer;
  private final Parameter weight;
  private final Parameter bias;
  private final float[] values;

  LayerWeights(Slot slot, WeightScheme scheme, Random random) {
    this.slot = slot;
    int out = slot.outChannels();
    this.rows = slot.kind() == LayerKind.UPCONV_2X2 ? 4 * out : out;
    this.kernel = slot.kind() == LayerKind.CONV_3X3 ? 3 : 1;
    this.quantized = !(scheme instanceof WeightScheme.FullPrecision);
    this.quantizer = scheme.quantizer(slot.name(), out);
    int count = rows * kernel * kernel * slot.inChannels();
    this.weight =
        Parameter.of(
            slot.name() + ".weight", Group.WEIGHT, InitialWeights.uniform(slot, count, random));
    this.bias = Parameter.of(slot.name() + ".bias", Group.WEIGHT, new float[out]);
    this.values = new float[quantized ? count : 0];
  }

  /** Rows of the weights: one for each output of the convolution. */
  int rows() {
    return rows;
  }

  /** Pixels of the convolution across and down. */
  int kernel() {
    return kernel;
  }

  WeightQuantizer quantizer() {
    return quantizer;
  }

  /**
   * Floats, {@code [out, ky, kx, in]}; those of a transposed convolution {@code [ky, kx, out, in]}.
   */
  Parameter weight() {
    return weight;
  }

  Parameter bias() {
    return bias;
  }

  /** What the convolution multiplies by: the floats, or values of codes that are chosen anew. */
  float[] choose(ExponentRange range) {
    if (!quantized) {
      return weight.value();
    }
    quantizer.quantize(weight.value(), rows, range, values);
    return values;
  }

  /**
   * From the gradient of what {@link #choose} gave, in the weight's, to that of what is learned.
   */
  void backward() {
    if (quantized) {
      quantizer.backward(weight.value(), rows, values, weight.gradient());
    }
  }

  /** The same numbers as codes, for those chosen last. */
  CodedWeights coded(float[] chosen) {
    return new CodedWeights(quantizer.width(), chosen, quantizer.exponents());
  }

  /** Multiplies each output channel and takes the shift as bias: what normalization did. */
  void fold(ChannelAffine affine) {
    int out = slot.outChannels();
    int length = weight.value().length / rows;
    for (int i = 0; i < weight.value().length; i++) {
      weight.value()[i] *= affine.scale().perChannel()[i / length % out];
    }
    System.arraycopy(affine.shift().perChannel(), 0, bias.value(), 0, out);
  }

  /** Starts from given numbers. */
  void adopt(float[] weights, float[] biases, BitWidth width) {
    quantizer.adopt(width);
    System.arraycopy(weights, 0, weight.value(), 0, weights.length);
    System.arraycopy(biases, 0, bias.value(), 0, biases.length);
  }
}
