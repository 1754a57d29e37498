package io.quantunet.trainer.compare;

import io.quantunet.trainer.experiment.ExperimentResult;
import io.quantunet.trainer.experiment.Segmenter;
import io.quantunet.trainer.report.EvaluationScores;
import io.quantunet.trainer.report.ModelCost;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * What a method got.
 *
 * @param scores on the validation part, on the integer engine unless the net is in floats
 * @param cost of the integer model; empty for a net in floats, which has no widths
 * @param keptEpoch epoch of the training whose net this is, from 1, where the log tells
 * @param epochs trained in all
 * @param remark what a reader must know besides; may be empty
 */
public record MethodResult(
    EvaluationScores scores,
    Optional<ModelCost> cost,
    OptionalInt keptEpoch,
    int epochs,
    String remark) {

  static MethodResult of(ExperimentResult result) {
    return new MethodResult(
        result.validation(), result.cost(), result.keptEpoch(), result.history().epochs(), "");
  }

  /** A net that was made of a trained one without training it further. */
  static MethodResult madeOf(ExperimentResult trained, Segmenter net, EvaluationScores scores) {
    return new MethodResult(
        scores, net.cost(), trained.keptEpoch(), trained.history().epochs(), "");
  }

  MethodResult withRemark(String text) {
    return new MethodResult(scores, cost, keptEpoch, epochs, text);
  }
}
