package io.quantunet.trainer.loss;

import io.quantunet.trainer.net.ConvLayer;
import io.quantunet.trainer.net.UNet;

/**
 * The forms in which a net's bit widths are averaged, {@code sum(c_l b_l) / sum(c_l)} over the
 * layers.
 */
public enum BitWidthForm implements LayerCost, BitPricing {
  /** {@code c = 1}: every layer counts alike, as in the figure that the paper reports. */
  LAYERS("layers") {
    @Override
    public double of(ConvLayer layer) {
      return 1;
    }
  },

  /**
   * {@code c} = weights of the layer: the mean is that of all weights, so it speaks of memory
   * (Brevitas's {@code WeightBitWidthWeightedBySize}). The bottleneck and its neighbours outweigh
   * the rest.
   */
  PARAMETERS("parameters") {
    @Override
    public double of(ConvLayer layer) {
      return layer.weight().value().length;
    }
  },

  /**
   * {@code c} = multiply-accumulates of the layer: speaks of the time of an accelerator that takes
   * a cycle per bit of weight.
   */
  MACS("macs") {
    @Override
    public double of(ConvLayer layer) {
      return layer.macs();
    }
  };

  private final String label;

  BitWidthForm(String label) {
    this.label = label;
  }

  @Override
  public String label() {
    return label;
  }

  @Override
  public LayerCost on(UNet net) {
    return this;
  }
}
