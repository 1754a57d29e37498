package io.quantunet.launcher;

import io.quantunet.driver.engine.EngineKind;
import io.quantunet.driver.engine.Engines;
import io.quantunet.driver.model.LoadedModel;
import io.quantunet.driver.model.ModelBundles;
import io.quantunet.proto.DecodeException;
import io.quantunet.trainer.data.DataFolder;
import io.quantunet.trainer.data.DataSet;
import io.quantunet.trainer.data.Split;
import io.quantunet.trainer.report.EvaluationReport;
import io.quantunet.trainer.report.Pictures;
import io.quantunet.trainer.report.Provenance;
import io.quantunet.trainer.report.TrainingHistory;
import io.quantunet.trainer.report.TrainingReport;
import io.quantunet.trainer.run.Evaluation;
import io.quantunet.trainer.run.TrainingRun;
import io.quantunet.trainer.run.recipe.Recipe;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** The page of a training run, in the run's folder. */
final class TrainingPage {

  private static final String NAME = "report.html";

  private TrainingPage() {}

  /**
   * Writes it: curves from the log, and the bundle on the integer engine for every data folder that
   * tells its validation part.
   *
   * @param model what the run left; a net in floats is not evaluated
   * @param command the whole command line
   * @return the page
   */
  static Path write(Path run, Path model, Recipe recipe, DataSet images, String command)
      throws IOException, DecodeException {
    Path page = run.resolve(NAME);
    Provenance provenance =
        Provenance.ofCommand(command)
            .with("Seed", String.valueOf(recipe.seed()))
            .with("Training images", String.valueOf(images.train().size()))
            .with("Validation images", String.valueOf(images.validation().size()));
    TrainingReport.write(
        page,
        TrainingHistory.read(run.resolve(TrainingRun.LOG_NAME)),
        evaluations(model, recipe.data().folders()),
        provenance,
        Pictures.SHOWN);
    return page;
  }

  private static List<EvaluationReport> evaluations(Path model, List<Path> folders)
      throws IOException, DecodeException {
    if (!model.endsWith(TrainingRun.BUNDLE_NAME)) {
      return List.of();
    }
    LoadedModel bundle = ModelBundles.read(model);
    EngineKind engine = Engines.fastest();
    return folders.stream()
        .filter(DataFolder::hasSplit)
        .map(folder -> Evaluation.run(bundle, folder, Optional.of(Split.VAL), engine))
        .toList();
  }
}
