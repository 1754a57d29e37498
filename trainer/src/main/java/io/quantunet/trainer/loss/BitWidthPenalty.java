package io.quantunet.trainer.loss;

import io.quantunet.driver.model.BitWidth;
import io.quantunet.trainer.net.ConvLayer;
import io.quantunet.trainer.net.UNet;
import java.util.Arrays;
import java.util.function.ToDoubleFunction;

/**
 * The price of bits: {@code lambda * sum(c_l b_l) / sum(c_l) / unit}, of the learned widths before
 * rounding.
 *
 * <p>The costs {@code c} say which layers' bits are dear; see {@link BitWidthForm}. Dividing by the
 * unit, by default 8, the widest code, brings the term to 0..1 like its neighbours, so that lambda
 * means the same for every net; a unit of 1 is the plain mean of the paper's formula.
 */
public final class BitWidthPenalty {

  private final UNet net;
  private final double unit;
  private final double[] costs;
  private final double total;

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

  /** The penalty; adds its gradient to that of every layer's width that is learned. */
  public double addTo(double lambda) {
    int index = 0;
    for (ConvLayer layer : net.layers()) {
      double share = lambda / unit * costs[index++] / total;
      layer.weightQuantizer().addWidthGradient(share);
    }
    return lambda * learnedBits() / unit;
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
