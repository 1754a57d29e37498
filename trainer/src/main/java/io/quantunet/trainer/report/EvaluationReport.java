package io.quantunet.trainer.report;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.quantunet.trainer.report.metric.Bootstrap;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * How well a net segments a folder of images.
 *
 * @param net which net, and what ran it
 * @param data name of the folder
 * @param part {@code train}, {@code val} or {@code all}
 * @param images what it saw and found
 * @param scores over these images
 */
public record EvaluationReport(
    EvaluatedNet net,
    String data,
    String part,
    List<EvaluatedImage> images,
    EvaluationScores scores) {

  /** Copies the list. */
  public EvaluationReport {
    images = List.copyOf(images);
  }

  /** Scores the images; parameters as the record's. */
  public static EvaluationReport of(
      EvaluatedNet net, String data, String part, List<EvaluatedImage> images) {
    List<ImageScore> perImage = images.stream().map(EvaluatedImage::score).toList();
    return new EvaluationReport(
        net, data, part, images, EvaluationScores.of(perImage, Bootstrap.DEFAULT));
  }

  /** Which net. */
  public String modelId() {
    return net.id();
  }

  /** What an integer model costs on the images' grid; empty without images, and in floats. */
  public Optional<ModelCost> cost() {
    return images.stream()
        .findFirst()
        .map(EvaluatedImage::truth)
        .flatMap(grid -> net.integers().map(it -> ModelCost.of(it, grid.width(), grid.height())));
  }

  /** The report as JSON; {@link EvaluationJson} says which keys. */
  public ObjectNode toJson() {
    return EvaluationJson.of(this);
  }

  /** Writes a line per image, so that anyone can recompute the figures: {@link ImageCsv}. */
  public void writeCsv(Path file) throws IOException {
    Files.writeString(file, ImageCsv.of(scores.perImage()));
  }

  /** Writes a page that needs no other file. */
  public void writeHtml(Path file, Provenance provenance, Pictures pictures) throws IOException {
    TrainingReport.writeEvaluation(file, this, provenance, pictures);
  }

  /** The same in one line for people. */
  public String summary() {
    return String.format(
        Locale.ROOT,
        "%s on %s (%s), %s: Dice %s on %d lesion images, %s on all %d; pixel accuracy"
            + " %.4f (predicting nothing: %.4f); false positives on %.0f %% of normal images; %.2f"
            + " bits on average",
        net.id(),
        data,
        part,
        net.integers().isPresent() ? "engine " + net.runsOn() : net.runsOn(),
        scores.lesions().dice().text(4),
        scores.lesions().images(),
        scores.all().dice().text(4),
        scores.all().images(),
        scores.pixelAccuracy().value(),
        scores.allBackgroundAccuracy(),
        100 * scores.all().falsePositiveRate().value(),
        net.averageBits());
  }
}
