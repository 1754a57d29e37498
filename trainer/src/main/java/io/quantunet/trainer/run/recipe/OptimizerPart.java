package io.quantunet.trainer.run.recipe;

import com.typesafe.config.Config;
import io.quantunet.trainer.optimizer.Adam;

/**
 * How it is learned.
 *
 * @param rates learning rates at the top of the schedule
 * @param clipNorm largest norm of the gradient of all weights together, positive
 */
public record OptimizerPart(Adam.Rates rates, double clipNorm) {

  static OptimizerPart of(Config config) {
    return new OptimizerPart(
        new Adam.Rates(
            config.getDouble("rate-weights"),
            config.getDouble("rate-bit-widths"),
            config.getDouble("rate-thresholds")),
        config.getDouble("clip-norm"));
  }

  /** An optimizer that has not made a step. */
  public Adam adam() {
    return new Adam(rates, clipNorm);
  }
}
