package io.quantunet.trainer.reproduce;

import io.quantunet.trainer.experiment.ExperimentResult;
import java.util.Locale;

/**
 * A short training with a {@link Normalization}.
 *
 * @param normalization of the bit-width loss
 * @param rate of the bit widths
 * @param result of the training
 */
record FormRun(Normalization normalization, double rate, ExperimentResult result) {

  /**
   * The epoch at which a point of the paper's curve is known, or the last if it was not reached.
   */
  int comparedEpoch() {
    return Math.min(PaperFigures.BEST_EPOCH, result.history().epochs());
  }

  /** Mean over layers of the learned widths over the epochs, bits. */
  double[] curve() {
    return result.history().column("learned_bits").orElseThrow();
  }

  /** Mean over layers of the learned widths at {@link #comparedEpoch}. */
  double bits() {
    return curve()[comparedEpoch() - 1];
  }

  /** How far that lies from the paper's, bits. */
  double distance() {
    return Math.abs(bits() - PaperFigures.BITS);
  }

  /** A column of the log at {@link #comparedEpoch}. */
  double logged(String column) {
    return result.history().column(column).orElseThrow()[comparedEpoch() - 1];
  }

  /** Whether all that was minimized is below the paper's bound at that epoch. */
  boolean isLossBelowBound() {
    return logged("loss") < PaperFigures.LOSS_BOUND;
  }

  String name() {
    return String.format(Locale.ROOT, "%s, rate %s", normalization.name(), rate);
  }
}
