package io.quantunet.trainer.loss;

import io.quantunet.trainer.net.ConvLayer;

/**
 * What one bit of a layer's weight width costs, in any unit: only ratios between layers count.
 * {@link BitPricing} has those that recipes name.
 */
@FunctionalInterface
public interface LayerCost {

  /**
   * The cost.
   *
   * @param layer which one: its channels, its grid and its multiply-accumulates are known
   * @return not negative, and above 0 for one layer at least
   */
  double of(ConvLayer layer);
}
