package io.quantunet.trainer.report;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.quantunet.driver.engine.EngineKind;
import io.quantunet.driver.model.Layer;
import io.quantunet.driver.model.QuantizedModel;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;

/**
 * How well an integer model segments a folder of images.
 *
 * @param modelId which model
 * @param model the model itself
 * @param engine that ran it
 * @param data name of the folder
 * @param part {@code train}, {@code val} or {@code all}
 * @param scores over the images of that part
 */
public record EvaluationReport(
    String modelId,
    QuantizedModel model,
    EngineKind engine,
    String data,
    String part,
    SegmentationScores scores) {

  private static final ObjectMapper JSON =
      new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);

  /**
   * The report as JSON; fractions are 0..1, one that has no images is null.
   *
   * <p>Keys: {@code dice_lesion_mean}, {@code dice_all_mean}, {@code pixel_accuracy}, {@code
   * all_background_accuracy}, {@code false_positive_rate}, {@code average_bits}, {@code layer_bits}
   * (object: layer name to bits), {@code images}, {@code lesion_images}, {@code engine}, {@code
   * model_id}, {@code data}, {@code split}.
   */
  public ObjectNode toJson() {
    ObjectNode json = JSON.createObjectNode();
    put(json, "dice_lesion_mean", scores.diceLesionMean());
    put(json, "dice_all_mean", scores.diceAllMean());
    put(json, "pixel_accuracy", scores.pixelAccuracy());
    put(json, "all_background_accuracy", scores.allBackgroundAccuracy());
    put(json, "false_positive_rate", scores.falsePositiveRate());
    json.put("average_bits", model.averageBits());
    ObjectNode bits = json.putObject("layer_bits");
    for (Layer layer : model.layers()) {
      bits.put(layer.name(), layer.weightWidth().bits());
    }
    json.put("images", scores.images());
    json.put("lesion_images", scores.lesionImages());
    json.put("engine", engine.label());
    json.put("model_id", modelId);
    json.put("data", data);
    json.put("split", part);
    return json;
  }

  /** Writes {@link #toJson} to a file. */
  public void writeJson(Path file) throws IOException {
    Files.writeString(file, JSON.writeValueAsString(toJson()) + "\n");
  }

  /** The same in one line for people. */
  public String summary() {
    return String.format(
        Locale.ROOT,
        "%s on %s (%s), engine %s: Dice %.4f on %d lesion images, %.4f on all %d; pixel accuracy"
            + " %.4f (predicting nothing: %.4f); false positives on %.0f %% of normal images; %.2f"
            + " bits on average",
        modelId,
        data,
        part,
        engine.label(),
        scores.diceLesionMean(),
        scores.lesionImages(),
        scores.diceAllMean(),
        scores.images(),
        scores.pixelAccuracy(),
        scores.allBackgroundAccuracy(),
        100 * scores.falsePositiveRate(),
        model.averageBits());
  }

  private static void put(ObjectNode json, String key, double value) {
    if (Double.isFinite(value)) {
      json.put(key, value);
    } else {
      json.putNull(key);
    }
  }
}
