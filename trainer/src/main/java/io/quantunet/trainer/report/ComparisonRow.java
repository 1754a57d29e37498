package io.quantunet.trainer.report;

import io.quantunet.trainer.report.metric.Estimate;
import io.quantunet.trainer.report.metric.PairedDifference;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * One method of a comparison.
 *
 * @param method e.g. {@code QuantU-Net, lambda 0.25}
 * @param family methods that form one curve, e.g. {@code QuantU-Net}
 * @param diceLesion Dice per lesion image; empty where it was never measured, as the following
 * @param diceAll Dice per image over all
 * @param batchMicroDice over lesion images, the literature's measure: never to be held against the
 *     Dice per image
 * @param falsePositiveRate on normal images
 * @param cost empty where it is not known
 * @param against its Dice on lesion images minus that of other rows, by their names, in the order
 *     of the columns
 * @param note what a reader must know, e.g. another protocol; may be empty
 */
public record ComparisonRow(
    String method,
    String family,
    Optional<Estimate> diceLesion,
    Optional<Estimate> diceAll,
    Optional<Double> batchMicroDice,
    Optional<Estimate> falsePositiveRate,
    Optional<ModelCost> cost,
    Map<String, PairedDifference> against,
    String note) {

  /** Copies the map, order kept. */
  public ComparisonRow {
    against = Collections.unmodifiableMap(new LinkedHashMap<>(against));
  }
}
