package io.quantunet.trainer.run.recipe;

import com.typesafe.config.Config;
import io.quantunet.trainer.optimizer.CosineSchedule;

/**
 * When what happens.
 *
 * @param epochs passes over as many images as the training part holds, positive
 * @param warmUpEpochs of linear warm-up, fewer than all
 * @param normalizedShare of the epochs that keep batch normalization, below 1
 * @param keep which epoch's net the run ends with
 * @param patience folded epochs without a better score that end the run; 0 never does
 */
public record SchedulePart(
    int epochs, double warmUpEpochs, double normalizedShare, Keep keep, int patience) {

  /** Which epoch's net a run ends with. */
  public enum Keep {
    /** The folded epoch with the highest validation score. */
    BEST,
    /** The last one. */
    LAST
  }

  public SchedulePart {
    Checks.atLeast(1, "schedule.epochs", epochs);
    Checks.atLeast(0, "schedule.warm-up-epochs", warmUpEpochs);
    Checks.properShare("schedule.normalized-share", normalizedShare);
    Checks.atLeast(0, "schedule.early-stopping-patience", patience);
    if (warmUpEpochs >= epochs) {
      throw new IllegalArgumentException(
          "schedule.warm-up-epochs must be below schedule.epochs (%d), was %s"
              .formatted(epochs, Text.number(warmUpEpochs)));
    }
  }

  static SchedulePart of(Config config) {
    return new SchedulePart(
        config.getInt("epochs"),
        config.getDouble("warm-up-epochs"),
        config.getDouble("normalized-share"),
        Checks.choice(Keep.class, "schedule.keep", config.getString("keep")),
        config.getInt("early-stopping-patience"));
  }

  /** Epochs with batch normalization, never all. */
  public int normalizedEpochs() {
    return Math.min(epochs - 1, (int) Math.round(epochs * normalizedShare));
  }

  /** The learning rate's way, in steps. */
  public CosineSchedule rate(int stepsPerEpoch) {
    return new CosineSchedule(
        Math.round(warmUpEpochs * stepsPerEpoch), (long) epochs * stepsPerEpoch);
  }

  /** Whether so many epochs without a better score end the run. */
  public boolean isPatienceOver(int epochsSinceBest) {
    return patience > 0 && epochsSinceBest >= patience;
  }
}
