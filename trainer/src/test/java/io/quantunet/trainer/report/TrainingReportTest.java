package io.quantunet.trainer.report;

import static org.assertj.core.api.Assertions.assertThat;

import io.quantunet.trainer.report.chart.WellFormed;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TrainingReportTest {

  private static final String ACCURACY = "Pixel accuracy on the validation part";

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
            ACCURACY,
            "Mean bits per weight",
            "Segmentation loss against bit-width loss");
  }

  @ParameterizedTest(name = "{0} folders")
  @ValueSource(ints = {0, 1, 2})
  void holdsAccuracyAgainstPredictingNothing(int folders) throws Exception {
    String html =
        page(
            List.of(Evaluations.report(), phantom()).subList(0, folders),
            TrainingHistoryTest.HEADER,
            TrainingHistoryTest.FIRST,
            TrainingHistoryTest.SECOND);

    assertThat(texts(html)).contains(ACCURACY, "predicting nothing");
  }

  @Test
  void showsNoAccuracyWhereALogDoesNotTellThatOfPredictingNothing() throws Exception {
    String html =
        page(
            List.of(Evaluations.report()),
            TrainingHistoryTest.HEADER.replace("val_all_background_accuracy", "unheard_of"),
            TrainingHistoryTest.FIRST);

    assertThat(texts(html)).doesNotContain(ACCURACY, "predicting nothing");
    assertThat(html).contains("does not tell the accuracy of predicting nothing");
  }

  @Test
  void marksEpochsInTheSameDigitsEverywhere() throws Exception {
    Locale here = Locale.getDefault();
    Locale.setDefault(Locale.forLanguageTag("ar-EG-u-nu-arab"));
    try {
      String html = page(List.of(), TrainingHistoryTest.HEADER, TrainingHistoryTest.FIRST);

      assertThat(texts(html)).contains("1").noneMatch(text -> text.contains("\u0661"));
    } finally {
      Locale.setDefault(here);
    }
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
    String html =
        page(
            List.of(Evaluations.report(), phantom()),
            TrainingHistoryTest.HEADER,
            TrainingHistoryTest.FIRST);

    assertThat(html).contains("Evaluation on busi (val)", "Evaluation on phantom (val)");
    for (String fact : List.of("Model", "Images", "Bootstrap")) {
      assertThat(html)
          .contains("<td>%s of busi (val)</td>".formatted(fact))
          .contains("<td>%s of phantom (val)</td>".formatted(fact));
    }
  }

  @Test
  void namesNoFolderBesideTheModelOfASingleEvaluation() throws Exception {
    assertThat(
            page(
                List.of(Evaluations.report()),
                TrainingHistoryTest.HEADER,
                TrainingHistoryTest.FIRST))
        .contains("<td>Model</td>", "<td>Images of busi (val)</td>", "<td>Bootstrap</td>");
  }

  private static EvaluationReport phantom() {
    EvaluationReport busi = Evaluations.report();
    return EvaluationReport.of(busi.net(), "phantom", "val", busi.images());
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
