package io.quantunet.trainer.run.recipe;

import com.typesafe.config.Config;
import io.quantunet.trainer.loss.BitPricing;
import io.quantunet.trainer.loss.PriceSchedule;
import io.quantunet.trainer.loss.PriceSchedule.Shape;
import io.quantunet.trainer.loss.SegmentationLoss;

/**
 * What is minimized.
 *
 * @param segmentation cross-entropy and Dice
 * @param lambda price of bits, not negative
 * @param form what the bit widths are weighed by in the mean that is priced
 * @param unit mean width that costs lambda, bits, positive
 * @param priceShape how lambda comes in
 * @param priceEpochs epochs until it is whole, unless it is constant
 */
public record LossPart(
    SegmentationLoss segmentation,
    double lambda,
    BitPricing form,
    double unit,
    Shape priceShape,
    double priceEpochs) {

  public LossPart {
    Checks.atLeast(0, "loss.lambda", lambda);
    Checks.atLeast(0, "loss.lambda-epochs", priceEpochs);
    if (!(unit > 0)) {
      throw new IllegalArgumentException("loss.bit-width-unit must be positive, was " + unit);
    }
  }

  static LossPart of(Config config) {
    return new LossPart(
        new SegmentationLoss(
            config.getDouble("cross-entropy"),
            config.getDouble("dice"),
            config.getDouble("dice-smooth")),
        config.getDouble("lambda"),
        BitPricing.of(config.getString("bit-width-form")),
        config.getDouble("bit-width-unit"),
        Checks.choice(Shape.class, "loss.lambda-schedule", config.getString("lambda-schedule")),
        config.getDouble("lambda-epochs"));
  }

  /** How lambda comes in, in steps. */
  public PriceSchedule price(int stepsPerEpoch) {
    return new PriceSchedule(priceShape, Math.round(priceEpochs * stepsPerEpoch));
  }
}
