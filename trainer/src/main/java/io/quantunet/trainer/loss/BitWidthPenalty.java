package io.quantunet.trainer.loss;

import io.quantunet.driver.model.BitWidth;
import io.quantunet.trainer.net.ConvLayer;
import io.quantunet.trainer.net.UNet;
import io.quantunet.trainer.quantization.ActivationQuantizer;
import java.util.Arrays;
import java.util.List;
import java.util.function.ToDoubleFunction;

/**
 * The price of bits: {@code lambda * sum(c_l b_l) / sum(c_l) / unit}, of the learned widths before
 * rounding.
 *
 * <p>The costs {@code c} say which layers' bits are dear; see {@link BitWidthForm}. Dividing by the
 * unit, by default 8, the widest code, brings the term to 0..1 like its neighbours, so that lambda
 * means the same for every net; a unit of 1 is the plain mean of the paper's formula.
 *
 * <p>Where the widths of activations are learned as well, which the paper does not do, their plain
 * mean over the quantizers is added to that of the weights, at the same price: without one nothing
 * would hold against them.
 */
public final class BitWidthPenalty {

  private final UNet net;
  private final double unit;
  private final double[] costs;
  private final double total;
  private final List<ActivationQuantizer> activations;

  /**
   * @param net whose widths it prices
   * @param cost of a bit, by layer
   * @param unit mean width that costs lambda, bits, positive
   * @throws IllegalArgumentException if the unit or a cost is out of range
   */
  public BitWidthPenalty(UNet net, LayerCost cost, double unit) {
    this.net = net;
    this.unit = unit;
    this.costs = net.layers().stream().mapToDouble(cost::of).toArray();
    this.total = Arrays.stream(costs).sum();
    this.activations =
        net.activationQuantizers().stream().filter(ActivationQuantizer::learnsWidth).toList();
    if (!(unit > 0) || !(total > 0) || Arrays.stream(costs).anyMatch(c -> !(c >= 0))) {
      throw new IllegalArgumentException(
          "the unit of the bits' price must be positive (%s) and every layer's cost not negative (%s)"
              .formatted(unit, Arrays.toString(costs)));
    }
  }

  /** The penalty in its default form, every layer alike and in units of 8 bits. */
  public static double addTo(UNet net, double lambda) {
    return new BitWidthPenalty(net, BitWidthForm.LAYERS, BitWidth.MAX_BITS).addTo(lambda);
  }

  /** The penalty; adds its gradient to that of every width that is learned. */
  public double addTo(double lambda) {
    int index = 0;
    for (ConvLayer layer : net.layers()) {
      double share = lambda / unit * costs[index++] / total;
      layer.weightQuantizer().addWidthGradient(share);
    }
    for (ActivationQuantizer quantizer : activations) {
      quantizer.addWidthGradient(lambda / unit / activations.size());
    }
    return lambda * (learnedBits() + learnedActivationBits()) / unit;
  }

  /** Mean of the activations' widths before rounding, bits; 0 where none is learned. */
  public double learnedActivationBits() {
    return activations.stream().mapToDouble(ActivationQuantizer::learnedBits).average().orElse(0);
  }

  /** Mean of the widths before rounding, weighted by the costs, bits; 32 in full precision. */
  public double learnedBits() {
    return mean(layer -> layer.weightQuantizer().learnedBits());
  }

  /** Mean of the integer widths in use, weighted by the costs, bits; 32 in full precision. */
  public double integerBits() {
    return mean(layer -> layer.weightQuantizer().storedBits());
  }

  private double mean(ToDoubleFunction<ConvLayer> bits) {
    double sum = 0;
    int index = 0;
    for (ConvLayer layer : net.layers()) {
      sum += costs[index++] * bits.applyAsDouble(layer);
    }
    return sum / total;
  }
}
