package io.quantunet.trainer.compare;

import io.quantunet.trainer.report.ComparisonRow;
import io.quantunet.trainer.report.EvaluationScores;
import io.quantunet.trainer.report.metric.PairedDifference;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A row.
 *
 * @param method which
 * @param result what it got
 * @param against its Dice on lesion images minus that of each baseline, image by image
 */
public record ComparedMethod(
    Method method, MethodResult result, Map<String, PairedDifference> against) {

  /** Copies the map, order kept. */
  public ComparedMethod {
    against = Collections.unmodifiableMap(new LinkedHashMap<>(against));
  }

  /** For the report's table. */
  ComparisonRow row() {
    EvaluationScores scores = result.scores();
    return new ComparisonRow(
        method.label(),
        method.family(),
        Optional.of(scores.lesions().dice()),
        Optional.of(scores.all().dice()),
        Optional.of(scores.batchMicroDiceOfLesions()),
        Optional.of(scores.all().falsePositiveRate()),
        result.cost(),
        against,
        note());
  }

  /** E.g. {@code epoch 28 of 30}, and what the method says. */
  private String note() {
    List<String> parts = new ArrayList<>();
    result
        .keptEpoch()
        .ifPresent(epoch -> parts.add("epoch %d of %d".formatted(epoch, result.epochs())));
    if (!result.remark().isEmpty()) {
      parts.add(result.remark());
    }
    return String.join("; ", parts);
  }
}
