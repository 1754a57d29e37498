package io.quantunet.trainer.report;

import io.quantunet.trainer.report.page.HtmlPage;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** A training, or an evaluation alone, as a page in one file. */
public final class TrainingReport {

  private TrainingReport() {}

  /**
   * Writes the page of a training.
   *
   * @param html file to write
   * @param history the training's log
   * @param evaluations of the model that came out of it, the most important one first
   * @param provenance command, seed, machine and what else made the figures
   * @param pictures whether images of the data are shown
   */
  public static void write(
      Path html,
      TrainingHistory history,
      List<EvaluationReport> evaluations,
      Provenance provenance,
      Pictures pictures)
      throws IOException {
    HtmlPage page = page("Training", evaluations);
    evaluations.stream().findFirst().ifPresent(first -> EvaluationSection.addTiles(page, first));
    TrainingSection.add(page, history);
    evaluations.forEach(evaluation -> EvaluationSection.add(page, evaluation, pictures));
    addProvenance(page, evaluations, provenance.with("Epochs", "" + history.epochs()));
    page.write(html);
  }

  /** Writes the page of an evaluation; parameters as {@link #write}'s. */
  static void writeEvaluation(
      Path html, EvaluationReport evaluation, Provenance provenance, Pictures pictures)
      throws IOException {
    HtmlPage page = page("Evaluation", List.of(evaluation));
    EvaluationSection.addTiles(page, evaluation);
    EvaluationSection.add(page, evaluation, pictures);
    addProvenance(page, List.of(evaluation), provenance);
    page.write(html);
  }

  private static HtmlPage page(String what, List<EvaluationReport> evaluations) {
    String model = evaluations.stream().findFirst().map(EvaluationReport::modelId).orElse("a net");
    return HtmlPage.of(
        "%s of %s".formatted(what, model),
        evaluations.stream()
            .findFirst()
            .map(
                first ->
                    "Scores of the %s, on %s (%s)."
                        .formatted(
                            first.net().integers().isPresent()
                                ? "integer model that is deployed"
                                : "net in floats",
                            first.data(),
                            first.part()))
            .orElse("No evaluation of the model that came out."));
  }

  private static void addProvenance(
      HtmlPage page, List<EvaluationReport> evaluations, Provenance provenance) {
    Map<String, String> facts = new LinkedHashMap<>(provenance.facts());
    for (EvaluationReport evaluation : evaluations) {
      String of = " of %s (%s)".formatted(evaluation.data(), evaluation.part());
      String ofWhich = evaluations.size() == 1 ? "" : of;
      facts.put("Model" + ofWhich, evaluation.modelId());
      facts.put("Images" + of, evaluation.scores().counts());
      facts.put("Bootstrap" + ofWhich, bootstrap(evaluation.scores()));
    }
    page.heading("How to make these figures again").facts(facts);
  }

  private static String bootstrap(EvaluationScores scores) {
    return String.format(
        Locale.ROOT, "%s, seed %d", scores.resampling(), scores.bootstrap().seed());
  }
}
