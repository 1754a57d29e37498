package io.quantunet.trainer.report;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.quantunet.driver.model.Layer;
import io.quantunet.driver.model.QuantizedModel;
import io.quantunet.trainer.report.metric.BatchMicroDice;
import io.quantunet.trainer.report.metric.Estimate;
import java.util.List;

/**
 * An evaluation as JSON. Fractions are 0..1; a figure without images is null. A figure {@code x}
 * with an interval has {@code x_low} and {@code x_high} beside it.
 *
 * <ul>
 *   <li>the four that cannot fool: {@code dice_lesion_mean}, {@code dice_all_mean}, {@code
 *       dice_batch_micro} with {@code dice_batch_micro_lesion} and {@code batch_micro_size} (only
 *       to compare with the literature), {@code false_positive_rate}
 *   <li>{@code pixel_accuracy}, and what it must be held against: {@code all_background_accuracy}
 *   <li>{@code iou_lesion_mean}, {@code precision_lesion_mean}, {@code recall_lesion_mean}, {@code
 *       hd95_lesion_mean_px}, {@code hd95_lesion_mean_mm} (null where the size of a pixel is not
 *       known), {@code dice_micro} (all pixels pooled)
 *   <li>{@code images}, {@code lesion_images}, {@code normal_images}, {@code lesion_images_missed}
 *       (nothing found at all)
 *   <li>{@code by_class}: class name to {@code images}, {@code dice_mean}, {@code iou_mean}, {@code
 *       precision_mean}, {@code recall_mean}, {@code hd95_mean_px}, {@code false_positive_rate}
 *   <li>{@code average_bits}, {@code average_bits_by_parameter}, {@code average_bits_by_mac},
 *       {@code weight_bytes}, {@code macs}, {@code mac_bit_operations}, {@code k26_cycles} (of a
 *       frame on the accelerator's array k26), {@code layer_bits} (layer name to bits)
 *   <li>{@code bootstrap_resamples}, {@code bootstrap_groups} (of near-duplicates, which are drawn
 *       together), {@code bootstrap_level}, {@code bootstrap_seed}
 *   <li>{@code engine} ({@code float32} for a net in floats, whose {@code layer_bits} are empty),
 *       {@code model_id}, {@code data}, {@code split}
 * </ul>
 */
final class EvaluationJson {

  private EvaluationJson() {}

  static ObjectNode of(EvaluationReport report) {
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    putScores(json, report.scores());
    putCounts(json, report.scores());
    ObjectNode classes = json.putObject("by_class");
    report.scores().classes().forEach(group -> putClass(classes.putObject(group.name()), group));
    putCost(json, report);
    json.put("bootstrap_resamples", report.scores().bootstrap().resamples());
    json.put("bootstrap_groups", report.scores().groups());
    json.put("bootstrap_level", report.scores().bootstrap().level());
    json.put("bootstrap_seed", report.scores().bootstrap().seed());
    json.put("engine", report.net().runsOn());
    json.put("model_id", report.modelId());
    json.put("data", report.data());
    json.put("split", report.part());
    return json;
  }

  private static void putScores(ObjectNode json, EvaluationScores scores) {
    put(json, "dice_lesion_mean", scores.lesions().dice());
    put(json, "dice_all_mean", scores.all().dice());
    put(json, "dice_batch_micro", scores.batchMicroDice());
    put(json, "dice_batch_micro_lesion", scores.batchMicroDiceOfLesions());
    json.put("batch_micro_size", BatchMicroDice.BATCH);
    put(json, "false_positive_rate", scores.all().falsePositiveRate());
    put(json, "pixel_accuracy", scores.pixelAccuracy());
    put(json, "all_background_accuracy", scores.allBackgroundAccuracy());
    put(json, "iou_lesion_mean", scores.lesions().iou());
    put(json, "precision_lesion_mean", scores.lesions().precision());
    put(json, "recall_lesion_mean", scores.lesions().recall());
    put(json, "hd95_lesion_mean_px", scores.lesions().hd95Pixels());
    put(
        json,
        "hd95_lesion_mean_mm",
        scores.lesions().hd95Millimetres().orElse(Estimate.of(Double.NaN)));
    put(json, "dice_micro", scores.microDice());
  }

  private static void putCounts(ObjectNode json, EvaluationScores scores) {
    json.put("images", scores.all().images());
    json.put("lesion_images", scores.lesions().images());
    json.put("normal_images", scores.all().images() - scores.lesions().images());
    json.put("lesion_images_missed", scores.lesions().missed());
  }

  private static void putClass(ObjectNode json, GroupScores group) {
    json.put("images", group.images());
    put(json, "dice_mean", group.dice());
    put(json, "iou_mean", group.iou());
    put(json, "precision_mean", group.precision());
    put(json, "recall_mean", group.recall());
    put(json, "hd95_mean_px", group.hd95Pixels());
    put(json, "false_positive_rate", group.falsePositiveRate());
  }

  private static void putCost(ObjectNode json, EvaluationReport report) {
    json.put("average_bits", report.net().averageBits());
    report.cost().ifPresent(cost -> CostJson.put(json, cost));
    ObjectNode bits = json.putObject("layer_bits");
    for (Layer layer : report.net().integers().map(QuantizedModel::layers).orElse(List.of())) {
      bits.put(layer.name(), layer.weightWidth().bits());
    }
  }

  private static void put(ObjectNode json, String key, Estimate figure) {
    EstimateJson.put(json, key, figure);
  }

  private static void put(ObjectNode json, String key, double value) {
    put(json, key, Estimate.of(value));
  }
}
