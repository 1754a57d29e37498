package io.quantunet.trainer.reproduce;

import io.quantunet.trainer.experiment.ExperimentResult;
import io.quantunet.trainer.report.EvaluationScores;
import java.util.Optional;

/**
 * A trained net on one part of its protocol's images: a column of Table 2.
 *
 * @param protocol that it was trained by
 * @param part {@code validation} or {@code test}
 * @param result of the training
 * @param scores of the kept epoch's net on the part
 * @param floatScores of the float net of the same recipe on the part, if it was trained
 */
record Judged(
    Protocol protocol,
    String part,
    ExperimentResult result,
    EvaluationScores scores,
    Optional<EvaluationScores> floatScores) {

  static final String VALIDATION = "validation";
  static final String TEST = "test";

  /** Whether the log, which only knows the validation part, speaks of it. */
  boolean isLogged() {
    return part.equals(VALIDATION);
  }

  /** What tables call it. */
  String heading() {
    return "ours, %s, %s".formatted(protocol.heading(), part);
  }

  /**
   * A column of the log.
   *
   * @param epoch from 1
   * @return NaN if the log has no such column
   */
  double logged(String column, int epoch) {
    return result.history().column(column).map(values -> values[epoch - 1]).orElse(Double.NaN);
  }

  /** A column of the log at the epoch whose net was kept; NaN if that is not known. */
  double loggedWhenKept(String column) {
    return result.keptEpoch().isPresent()
        ? logged(column, result.keptEpoch().getAsInt())
        : Double.NaN;
  }

  /** A column of the log at its end. */
  double loggedLast(String column) {
    return logged(column, result.history().epochs());
  }
}
