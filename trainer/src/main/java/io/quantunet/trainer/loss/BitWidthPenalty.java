package io.quantunet.trainer.loss;

import io.quantunet.driver.model.BitWidth;
import io.quantunet.trainer.net.ConvLayer;
import io.quantunet.trainer.net.UNet;

/**
 * The price of bits: {@code lambda * mean over layers of b / 8}, of the learned widths before
 * rounding.
 *
 * <p>The mean is unweighted, every layer counts alike, since that is the figure which the paper
 * reports (4.24 bits); weighting by size would speak of the bottleneck only. Dividing by 8, the
 * widest code, brings the term to 0..1 like its neighbours, so that lambda means the same for every
 * net.
 */
public final class BitWidthPenalty {

  private BitWidthPenalty() {}

  /** The penalty; adds its gradient to that of every layer's width. */
  public static double addTo(UNet net, double lambda) {
    double share = lambda / BitWidth.MAX_BITS / net.layers().size();
    for (ConvLayer layer : net.layers()) {
      layer.weightQuantizer().bits().gradient()[0] += (float) share;
    }
    return lambda * net.meanLearnedBits() / BitWidth.MAX_BITS;
  }
}
