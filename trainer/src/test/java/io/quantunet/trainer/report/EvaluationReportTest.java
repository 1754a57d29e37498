package io.quantunet.trainer.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import io.quantunet.trainer.report.chart.WellFormed;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EvaluationReportTest {

  private static final Provenance PROVENANCE = Provenance.ofCommand("quantunet evaluate");

  @TempDir private Path folder;

  @Test
  void keysThatScriptsReadStayAsTheyAre() {
    JsonNode json = Evaluations.report().toJson();

    assertThat(json.fieldNames())
        .toIterable()
        .contains(
            "dice_lesion_mean",
            "dice_all_mean",
            "pixel_accuracy",
            "all_background_accuracy",
            "false_positive_rate",
            "average_bits",
            "layer_bits",
            "images",
            "lesion_images",
            "engine",
            "model_id",
            "data",
            "split");
    assertThat(json.get("dice_lesion_mean").doubleValue()).isCloseTo(1.0 / 3, within(1e-12));
    assertThat(json.get("average_bits").doubleValue()).isEqualTo(4);
    assertThat(json.get("layer_bits").get("encoder1.conv1").intValue()).isEqualTo(4);
    assertThat(json.get("lesion_images").intValue()).isEqualTo(2);
  }

  @Test
  void figuresHaveTheirIntervalsBesideThem() {
    JsonNode json = Evaluations.report().toJson();

    assertThat(json.get("dice_all_mean_low").doubleValue())
        .isLessThan(json.get("dice_all_mean").doubleValue());
    assertThat(json.get("dice_all_mean_high").doubleValue())
        .isGreaterThan(json.get("dice_all_mean").doubleValue());
    assertThat(json.get("bootstrap_resamples").intValue()).isEqualTo(10_000);
    assertThat(json.get("bootstrap_groups").intValue()).isEqualTo(4);
  }

  @Test
  void everyClassHasItsFigures() {
    JsonNode normal = Evaluations.report().toJson().get("by_class").get("normal");

    assertThat(normal.get("images").intValue()).isEqualTo(2);
    assertThat(normal.get("false_positive_rate").doubleValue()).isEqualTo(0.5);
  }

  @Test
  void whatWasNotMeasuredIsNull() {
    JsonNode json = Evaluations.emptyReport().toJson();

    assertThat(json.get("dice_lesion_mean").isNull()).isTrue();
    assertThat(json.get("hd95_lesion_mean_mm").isNull()).isTrue();
    assertThat(json.has("dice_lesion_mean_low")).isFalse();
  }

  @Test
  void aNetInFloatsHasScoresAndNoWidths() throws Exception {
    EvaluationReport integers = Evaluations.report();
    EvaluationReport floats =
        EvaluationReport.of(EvaluatedNet.inFloats("f"), "busi", "val", integers.images());

    assertThat(floats.toJson().get("dice_lesion_mean"))
        .isEqualTo(integers.toJson().get("dice_lesion_mean"));
    assertThat(floats.toJson().get("average_bits").doubleValue()).isEqualTo(32);
    assertThat(floats.toJson().get("layer_bits")).isEmpty();
    assertThat(floats.summary()).contains("f on busi (val), float32: Dice 0.3333");
    floats.writeHtml(folder.resolve("page.html"), PROVENANCE, Pictures.LEFT_OUT);
    assertThat(Files.readString(folder.resolve("page.html")))
        .contains("Scores of the net in floats", "Net in floats, computed in float32.", "Per class")
        .doesNotContain("Bits per weight of every layer", "that is deployed");
  }

  @Test
  void theFiguresFollowFromTheLinesOfTheCsv() throws Exception {
    Evaluations.report().writeCsv(folder.resolve("images.csv"));

    List<String> lines = Files.readAllLines(folder.resolve("images.csv"));
    assertThat(lines.get(0))
        .isEqualTo(
            "name,class,dice,iou,hd95,precision,recall,found_pixels,true_pixels,common_pixels,"
                + "image_pixels,hd95_mm,leak_group");
    assertThat(lines.get(1))
        .startsWith("\"b, 1.png\",benign,0.666667,0.500000,")
        .endsWith(",1.000000,0.500000,256,512,256,1024,,");
    assertThat(lines.get(4)).startsWith("n2.png,normal,0.000000,");
    assertThat(lines).hasSize(5);
  }

  @Test
  void thePageShowsBestAndWorstMasks() throws Exception {
    Evaluations.report().writeHtml(folder.resolve("page.html"), PROVENANCE, Pictures.SHOWN);

    String html = Files.readString(folder.resolve("page.html"));
    assertThat(html)
        .contains("data:image/png;base64,", "b, 1.png, Dice 0.667", "n2.png, 256 pixels found");
    WellFormed.drawings(html);
  }

  @Test
  void thePageLeavesPicturesOutAndSaysSo() throws Exception {
    Evaluations.report().writeHtml(folder.resolve("page.html"), PROVENANCE, Pictures.LEFT_OUT);

    assertThat(Files.readString(folder.resolve("page.html")))
        .contains("Pictures of the images are left out")
        .doesNotContain("data:image/png", "b, 1.png, Dice");
  }

  @Test
  void thePageSaysHowItCameToBe() throws Exception {
    Evaluations.report()
        .writeHtml(folder.resolve("page.html"), PROVENANCE.with("Seed", "7"), Pictures.LEFT_OUT);

    assertThat(Files.readString(folder.resolve("page.html")))
        .contains(
            "<td>Command</td><td>quantunet evaluate</td>",
            "<td>Seed</td><td>7</td>",
            "4 images: 1 benign, 1 malignant, 2 normal",
            "tiny-1");
  }

  @Test
  void aPageWithoutImagesIsWrittenAllTheSame() throws Exception {
    Evaluations.emptyReport().writeHtml(folder.resolve("page.html"), PROVENANCE, Pictures.SHOWN);

    assertThat(Files.readString(folder.resolve("page.html"))).doesNotContain("NaN");
  }

  @Test
  void theSummaryHasTheIntervalsAndWhatPredictingNothingScores() {
    assertThat(Evaluations.report().summary())
        .startsWith("tiny-1 on busi (val), engine reference: Dice 0.3333 [")
        .contains("predicting nothing: 0.8125")
        .contains("false positives on 50 % of normal images");
  }
}
