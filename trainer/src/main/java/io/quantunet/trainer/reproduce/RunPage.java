package io.quantunet.trainer.reproduce;

import io.quantunet.trainer.experiment.Experiment;
import io.quantunet.trainer.experiment.ExperimentResult;
import io.quantunet.trainer.report.EvaluationReport;
import io.quantunet.trainer.report.Pictures;
import io.quantunet.trainer.report.Provenance;
import io.quantunet.trainer.report.TrainingReport;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/** The page of one training, with the paper's three figures; without pictures of the data. */
final class RunPage {

  private RunPage() {}

  static void write(Path html, Judged judged, Path data, Provenance provenance) throws IOException {
    ExperimentResult result = judged.result();
    TrainingReport.write(
        html,
        result.history(),
        List.of(evaluation(judged, data)),
        provenance
            .with("Protocol", judged.protocol().heading())
            .with("Recipe", result.experiment().recipe().summary())
            .with("Images", result.experiment().partition().summary()),
        Pictures.LEFT_OUT);
  }

  private static EvaluationReport evaluation(Judged judged, Path data) throws IOException {
    Experiment experiment = judged.result().experiment();
    return judged
        .result()
        .net()
        .report(
            "quantunet-w%d (%s)"
                .formatted(experiment.recipe().net().width(), judged.protocol().heading()),
            String.valueOf(data.getFileName()),
            judged.part(),
            experiment.partition().validation());
  }
}
