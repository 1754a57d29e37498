package io.quantunet.trainer.run.recipe;

import com.typesafe.config.Config;
import io.quantunet.trainer.optimizer.WeightAverage;
import java.util.Optional;

/**
 * Whether weights are averaged.
 *
 * @param decay of the average, below 1; 0 is off
 */
public record AveragingPart(double decay) {

  public AveragingPart {
    Checks.properShare("averaging.decay", decay);
  }

  static AveragingPart of(Config config) {
    return new AveragingPart(config.getDouble("decay"));
  }

  /** An average that has seen nothing yet, if there is to be one. */
  public Optional<WeightAverage> average() {
    return decay == 0 ? Optional.empty() : Optional.of(new WeightAverage(decay));
  }
}
