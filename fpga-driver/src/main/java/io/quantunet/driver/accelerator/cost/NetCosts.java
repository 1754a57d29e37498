package io.quantunet.driver.accelerator.cost;

import io.quantunet.driver.accelerator.arch.Configuration;
import io.quantunet.driver.accelerator.plan.UNetShape;

/** What a U-Net costs on an array, from its shape and bit widths alone. */
public final class NetCosts {

  private NetCosts() {}

  /**
   * The cost of a frame, with the strips that the compiler would choose.
   *
   * @param shape the net
   * @param gridWidth pixels across, a multiple of 16
   * @param gridHeight pixels down, a multiple of 16
   * @throws io.quantunet.driver.engine.EngineException if the array cannot compute a layer: which,
   *     what it needs and what there is
   */
  public static FrameCost of(UNetShape shape, int gridWidth, int gridHeight, Configuration array) {
    CostModel model = new CostModel(Timing.DEFAULT);
    return model.cost(new StripChooser(model).plan(shape.on(array, gridWidth, gridHeight)));
  }
}
