package io.quantunet.launcher;

import io.quantunet.driver.model.LoadedModel;
import io.quantunet.driver.model.ModelBundles;
import io.quantunet.proto.DecodeException;
import io.quantunet.trainer.data.DataSet;
import io.quantunet.trainer.data.Sample;
import io.quantunet.trainer.data.Split;
import io.quantunet.trainer.experiment.FloatSegmenter;
import io.quantunet.trainer.experiment.IntegerSegmenter;
import io.quantunet.trainer.experiment.Segmenter;
import io.quantunet.trainer.report.EvaluationReport;
import io.quantunet.trainer.report.Pictures;
import io.quantunet.trainer.report.Provenance;
import io.quantunet.trainer.report.TrainingHistory;
import io.quantunet.trainer.report.TrainingReport;
import io.quantunet.trainer.run.FloatNet;
import io.quantunet.trainer.run.TrainingRun;
import io.quantunet.trainer.run.recipe.Recipe;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The page of a training run, in the run's folder. */
final class TrainingPage {

  private static final String NAME = "report.html";

  private TrainingPage() {}

  /**
   * Writes it: curves from the log, and how the net that the run left does on the validation images
   * of every data folder: a bundle on the integer engine, a net in floats in floats.
   *
   * @param model what the run left
   * @param command the whole command line
   * @param pictures whether images of the data are shown
   * @return the page
   */
  static Path write(
      Path run, Path model, Recipe recipe, DataSet images, String command, Pictures pictures)
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
        evaluations(model, images),
        provenance,
        pictures);
    return page;
  }

  private static List<EvaluationReport> evaluations(Path model, DataSet images)
      throws IOException, DecodeException {
    if (model.endsWith(FloatNet.NAME)) {
      return evaluations(new FloatSegmenter(model), FloatNet.NAME, images);
    }
    LoadedModel bundle = ModelBundles.read(model);
    return evaluations(IntegerSegmenter.of(bundle), bundle.manifest().modelId(), images);
  }

  private static List<EvaluationReport> evaluations(Segmenter net, String id, DataSet images)
      throws IOException {
    Map<String, List<Sample>> byFolder = new LinkedHashMap<>();
    for (Sample sample : images.validation()) {
      byFolder.computeIfAbsent(sample.folder(), folder -> new ArrayList<>()).add(sample);
    }
    List<EvaluationReport> reports = new ArrayList<>();
    for (Map.Entry<String, List<Sample>> folder : byFolder.entrySet()) {
      reports.add(net.report(id, folder.getKey(), Split.VAL.label(), folder.getValue()));
    }
    return reports;
  }
}
