package io.quantunet.trainer.report;

import static org.assertj.core.api.Assertions.assertThat;

import io.quantunet.trainer.report.chart.WellFormed;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TrainingReportTest {

  @TempDir private Path folder;

  @Test
  void showsThePapersThreeFigures() throws Exception {
    String html =
        page(
            List.of(Evaluations.report()),
            TrainingHistoryTest.HEADER + ",bits_head",
            TrainingHistoryTest.FIRST + ",4.3",
            TrainingHistoryTest.SECOND + ",4.1");

    List<String> texts = texts(html);
    assertThat(texts)
        .contains(
            "Bit width per layer over epochs",
            "4.1 bits",
            "Pixel accuracy on the validation part",
            "Mean bits per weight",
            "Segmentation loss against bit-width loss");
  }

  @Test
  void holdsAccuracyAgainstPredictingNothing() throws Exception {
    String html =
        page(
            List.of(Evaluations.report()),
            TrainingHistoryTest.HEADER,
            TrainingHistoryTest.FIRST,
            TrainingHistoryTest.SECOND);

    assertThat(texts(html)).contains("predicting nothing");
  }

  @Test
  void showsDistillationOnlyWhereThereIsSome() throws Exception {
    String header = TrainingHistoryTest.HEADER + ",distillation_loss";

    String without = page(List.of(), header, TrainingHistoryTest.FIRST + ",0");
    String with = page(List.of(), header, TrainingHistoryTest.FIRST + ",0.3");

    assertThat(texts(without)).doesNotContain("distillation");
    assertThat(texts(with)).contains("distillation");
  }

  @Test
  void saysThatAnOldLogDoesNotTellTheWidthsOfLayers() throws Exception {
    assertThat(page(List.of(), TrainingHistoryTest.HEADER, TrainingHistoryTest.FIRST))
        .contains("does not tell the bit width of every layer");
  }

  @Test
  void needsNothingButItself() throws Exception {
    String html =
        page(
            List.of(Evaluations.report()),
            TrainingHistoryTest.HEADER,
            TrainingHistoryTest.FIRST,
            TrainingHistoryTest.SECOND);

    assertThat(html.replace("http://www.w3.org/2000/svg", ""))
        .doesNotContain("http:", "https:", "<script", "<link", "@import", "url(");
  }

  @Test
  void tellsTheFoldersOfTheEvaluationsApart() throws Exception {
    EvaluationReport busi = Evaluations.report();
    EvaluationReport phantom =
        EvaluationReport.of(
            busi.modelId(), busi.model(), busi.engine(), "phantom", "val", busi.images());

    assertThat(page(List.of(busi, phantom), TrainingHistoryTest.HEADER, TrainingHistoryTest.FIRST))
        .contains(
            "Evaluation on busi (val)",
            "Evaluation on phantom (val)",
            "<td>Images of phantom (val)</td>");
  }

  private String page(List<EvaluationReport> evaluations, String... log) throws IOException {
    Path csv = folder.resolve("log.csv");
    Files.writeString(csv, String.join("\n", log) + "\n");
    Path html = folder.resolve("report.html");
    TrainingReport.write(
        html,
        TrainingHistory.read(csv),
        evaluations,
        Provenance.ofCommand("quantunet train").with("Seed", "1"),
        Pictures.LEFT_OUT);
    return Files.readString(html);
  }

  private static List<String> texts(String html) throws Exception {
    return WellFormed.drawings(html).stream()
        .flatMap(drawing -> WellFormed.texts(drawing).stream())
        .toList();
  }
}
