package io.quantunet.trainer.experiment;

import io.quantunet.trainer.report.EvaluationScores;
import io.quantunet.trainer.report.ModelCost;
import io.quantunet.trainer.report.TrainingHistory;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * What came of an experiment.
 *
 * @param experiment that was run
 * @param net the kept epoch's; scores images of any part, e.g. {@code
 *     net().score(partition.test())}
 * @param validation its scores on the validation part, on the integer engine unless it is in floats
 * @param history the log, epoch by epoch: its last is {@code history().epochs()}
 * @param keptEpoch which epoch's net it is, from 1, where the log tells
 */
public record ExperimentResult(
    Experiment experiment,
    Segmenter net,
    EvaluationScores validation,
    TrainingHistory history,
    OptionalInt keptEpoch) {

  /** What the integer model costs; empty for a net in floats. */
  public Optional<ModelCost> cost() {
    return net.cost();
  }
}
