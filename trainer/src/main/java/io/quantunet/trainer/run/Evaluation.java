package io.quantunet.trainer.run;

import io.quantunet.driver.engine.EngineKind;
import io.quantunet.driver.engine.Engines;
import io.quantunet.driver.engine.InferenceEngine;
import io.quantunet.driver.model.LoadedModel;
import io.quantunet.proto.BinaryMask;
import io.quantunet.trainer.data.DataException;
import io.quantunet.trainer.data.DataFolder;
import io.quantunet.trainer.data.Sample;
import io.quantunet.trainer.data.Split;
import io.quantunet.trainer.report.EvaluatedImage;
import io.quantunet.trainer.report.EvaluationReport;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Scores an integer model on a folder of images: always the exported model, on an engine. */
public final class Evaluation {

  private Evaluation() {}

  /**
   * Evaluates, on the grid that the model was trained on.
   *
   * @param model the model
   * @param data a folder in BUSI's layout
   * @param split part of the folder; empty takes every image
   * @param kind engine to run it on
   * @throws DataException if the folder cannot be used, or has no {@code split.csv} to tell the
   *     part
   * @throws io.quantunet.driver.engine.EngineException if there is no such engine here
   */
  public static EvaluationReport run(
      LoadedModel model, Path data, Optional<Split> split, EngineKind kind) {
    List<Sample> samples = samples(model, data, split);
    List<EvaluatedImage> images = new ArrayList<>();
    try (InferenceEngine engine = Engines.create(kind, model.model())) {
      for (Sample sample : samples) {
        images.add(evaluate(engine, sample));
      }
    }
    return EvaluationReport.of(
        model.manifest().modelId(),
        model.model(),
        kind,
        String.valueOf(data.getFileName()),
        split.map(Split::label).orElse("all"),
        images);
  }

  /**
   * The images that a model is evaluated on, on its grid.
   *
   * @param data a folder in BUSI's layout
   * @param split part of the folder; empty takes every image
   * @throws DataException as {@link #run}
   */
  public static List<Sample> samples(LoadedModel model, Path data, Optional<Split> split) {
    if (split.isPresent() && !DataFolder.hasSplit(data)) {
      throw new DataException(
          "%s has no split.csv, so there is no part '%s' of it; leave the split out to take all"
              .formatted(data, split.get().label()));
    }
    return DataFolder.load(data, model.manifest().gridWidth(), model.manifest().gridHeight())
        .stream()
        .filter(sample -> split.isEmpty() || sample.split().equals(split))
        .toList();
  }

  private static EvaluatedImage evaluate(InferenceEngine engine, Sample sample) {
    BinaryMask found =
        engine.infer(sample.codes(), sample.mask().width(), sample.mask().height()).mask();
    return EvaluatedImage.of(sample, found);
  }
}
