package io.quantunet.trainer.run;

/**
 * Means over an epoch's steps of what was minimized, each with its weight, so that they add up.
 *
 * @param crossEntropy binary cross-entropy
 * @param dice Dice loss
 * @param distillation loss against the teacher, 0 without one
 * @param bits price of the bit widths
 */
record EpochLosses(double crossEntropy, double dice, double distillation, double bits) {

  static final EpochLosses NONE = new EpochLosses(0, 0, 0, 0);

  double total() {
    return crossEntropy + dice + distillation + bits;
  }

  EpochLosses plus(EpochLosses other) {
    return new EpochLosses(
        crossEntropy + other.crossEntropy,
        dice + other.dice,
        distillation + other.distillation,
        bits + other.bits);
  }

  EpochLosses over(int steps) {
    return new EpochLosses(crossEntropy / steps, dice / steps, distillation / steps, bits / steps);
  }
}
