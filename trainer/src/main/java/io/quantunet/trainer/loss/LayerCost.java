package io.quantunet.trainer.loss;

import io.quantunet.driver.model.UNetLayout.Slot;

/**
 * What one bit of a layer's weight width costs, in any unit: only ratios between layers count.
 * {@link BitWidthForm} has the usual ones; the cycles of an accelerator are another.
 */
@FunctionalInterface
public interface LayerCost {

  /**
   * The cost.
   *
   * @param layer which one
   * @param gridWidth pixels across of the net's input
   * @param gridHeight pixels down
   * @return not negative, and above 0 for one layer at least
   */
  double of(Slot layer, int gridWidth, int gridHeight);
}
