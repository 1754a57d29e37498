package io.quantunet.trainer.experiment;

import io.quantunet.driver.engine.EngineKind;
import io.quantunet.driver.model.LoadedModel;
import io.quantunet.trainer.data.DataFolder;
import io.quantunet.trainer.data.GridSize;
import io.quantunet.trainer.data.Sample;
import io.quantunet.trainer.data.Split;
import io.quantunet.trainer.report.EvaluationReport;
import java.nio.file.Path;
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
   * @throws io.quantunet.trainer.data.DataException if the folder cannot be used, has no {@code
   *     split.csv} to tell the part, or nothing in it
   * @throws io.quantunet.driver.engine.EngineException if there is no such engine here
   */
  public static EvaluationReport run(
      LoadedModel model, Path data, Optional<Split> split, EngineKind kind) {
    IntegerSegmenter net = IntegerSegmenter.of(model, kind);
    return EvaluationReport.of(
        net.named(model.manifest().modelId()),
        String.valueOf(data.getFileName()),
        split.map(Split::label).orElse("all"),
        net.segment(samples(net.grid(), data, split)));
  }

  /**
   * The images that a model is evaluated on.
   *
   * @param grid the model's
   * @param data a folder in BUSI's layout
   * @param split part of the folder; empty takes every image
   * @throws io.quantunet.trainer.data.DataException as {@link #run}
   */
  public static List<Sample> samples(GridSize grid, Path data, Optional<Split> split) {
    return split.isPresent()
        ? DataFolder.load(data, grid.width(), grid.height(), split.get())
        : DataFolder.load(data, grid.width(), grid.height());
  }
}
