package io.quantunet.trainer.experiment;

import io.quantunet.driver.model.ModelBundles;
import io.quantunet.proto.DecodeException;
import io.quantunet.trainer.data.Sample;
import io.quantunet.trainer.report.EvaluatedImage;
import io.quantunet.trainer.report.EvaluatedNet;
import io.quantunet.trainer.report.EvaluationReport;
import io.quantunet.trainer.report.EvaluationScores;
import io.quantunet.trainer.report.ModelCost;
import io.quantunet.trainer.report.metric.Bootstrap;
import io.quantunet.trainer.run.FloatNet;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** A trained net as it is judged: an integer model on an engine, or a net in floats. */
public sealed interface Segmenter permits IntegerSegmenter, FloatSegmenter {

  /**
   * The net in a file that a run has left.
   *
   * @param model a bundle, or a {@link FloatNet} under its usual name
   * @throws IOException if it cannot be read
   * @throws DecodeException if it is no whole bundle
   */
  static Segmenter of(Path model) throws IOException, DecodeException {
    return model.endsWith(FloatNet.NAME)
        ? new FloatSegmenter(model)
        : IntegerSegmenter.of(ModelBundles.read(model));
  }

  /**
   * Finds the mask of every image.
   *
   * @param samples on the net's grid
   * @return the images in their order, each with its true mask and the one that was found
   * @throws IOException if the net's file cannot be read
   */
  List<EvaluatedImage> segment(List<Sample> samples) throws IOException;

  /** What a report says of the net. */
  EvaluatedNet named(String id);

  /** What an integer model costs; empty for a net in floats, which has no widths. */
  Optional<ModelCost> cost();

  /**
   * A whole report on these images.
   *
   * @param id which net this is
   * @param data name of the folder that the images are from
   * @param part which of them, e.g. {@code val}
   * @throws IOException as {@link #segment}
   */
  default EvaluationReport report(String id, String data, String part, List<Sample> samples)
      throws IOException {
    return EvaluationReport.of(named(id), data, part, segment(samples));
  }

  /**
   * How well it segments these images, with intervals.
   *
   * @throws IOException as {@link #segment}
   */
  default EvaluationScores score(List<Sample> samples) throws IOException {
    return EvaluationScores.of(
        segment(samples).stream().map(EvaluatedImage::score).toList(), Bootstrap.DEFAULT);
  }
}
