package io.quantunet.trainer.compare;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.quantunet.trainer.report.CostJson;
import io.quantunet.trainer.report.EstimateJson;
import io.quantunet.trainer.report.EvaluationScores;
import io.quantunet.trainer.report.ModelCost;
import io.quantunet.trainer.report.Provenance;
import io.quantunet.trainer.report.metric.Estimate;
import io.quantunet.trainer.report.metric.PairedDifference;
import java.util.Locale;

/**
 * A comparison as JSON. Fractions are 0..1; a figure without images is null. A figure {@code x}
 * with an interval has {@code x_low} and {@code x_high} beside it.
 *
 * <ul>
 *   <li>{@code set}, {@code title}, {@code protocol}
 *   <li>{@code methods}: an object per row with {@code key}, {@code method}, {@code family}, {@code
 *       dice_lesion_mean}, {@code dice_all_mean}, {@code dice_batch_micro_lesion}, {@code
 *       false_positive_rate}; {@code average_bits}, {@code average_bits_by_parameter}, {@code
 *       average_bits_by_mac}, {@code weight_bytes}, {@code macs}, {@code mac_bit_operations},
 *       {@code k26_cycles} (all absent for a net in floats); {@code epoch_kept} (absent where it is
 *       not known), {@code epochs}, {@code remark}
 *   <li>{@code against} of a row: baseline's key to {@code difference} of the Dice on lesion images
 *       with {@code difference_low}, {@code difference_high}, {@code p}, {@code images}
 *   <li>{@code provenance}: {@code command}, {@code machine}, {@code seed}
 * </ul>
 */
final class ComparisonJson {

  private ComparisonJson() {}

  static ObjectNode of(ComparisonTable table, Provenance provenance) {
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    json.put("set", table.set().name());
    json.put("title", table.set().title());
    json.put("protocol", table.protocol());
    ArrayNode methods = json.putArray("methods");
    table.rows().forEach(row -> put(methods.addObject(), row));
    ObjectNode facts = json.putObject("provenance");
    provenance.facts().forEach((label, text) -> facts.put(key(label), text));
    return json;
  }

  private static String key(String label) {
    return label.toLowerCase(Locale.ROOT).replace(' ', '_');
  }

  private static void put(ObjectNode json, ComparedMethod row) {
    EvaluationScores scores = row.result().scores();
    json.put("key", row.method().key());
    json.put("method", row.method().label());
    json.put("family", row.method().family());
    EstimateJson.put(json, "dice_lesion_mean", scores.lesions().dice());
    EstimateJson.put(json, "dice_all_mean", scores.all().dice());
    EstimateJson.put(
        json, "dice_batch_micro_lesion", Estimate.of(scores.batchMicroDiceOfLesions()));
    EstimateJson.put(json, "false_positive_rate", scores.all().falsePositiveRate());
    row.result().cost().ifPresent(cost -> put(json, cost));
    row.result().keptEpoch().ifPresent(epoch -> json.put("epoch_kept", epoch));
    json.put("epochs", row.result().epochs());
    json.put("remark", row.result().remark());
    ObjectNode against = json.putObject("against");
    row.against().forEach((baseline, by) -> put(against.putObject(baseline), by));
  }

  private static void put(ObjectNode json, ModelCost cost) {
    json.put("average_bits", cost.bitsByLayer());
    CostJson.put(json, cost);
  }

  private static void put(ObjectNode json, PairedDifference by) {
    json.put("difference", by.difference());
    json.put("difference_low", by.interval().low());
    json.put("difference_high", by.interval().high());
    json.put("p", by.share());
    json.put("images", by.images());
  }
}
