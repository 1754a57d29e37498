package io.quantunet.trainer.run;

/**
 * Means over an epoch's steps.
 *
 * @param crossEntropy binary cross-entropy
 * @param dice Dice loss
 * @param bits price of the bit widths
 */
record EpochLosses(double crossEntropy, double dice, double bits) {

  double total() {
    return crossEntropy + dice + bits;
  }
}
