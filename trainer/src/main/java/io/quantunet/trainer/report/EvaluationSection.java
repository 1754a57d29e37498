package io.quantunet.trainer.report;

import io.quantunet.trainer.report.metric.BatchMicroDice;
import io.quantunet.trainer.report.metric.Estimate;
import io.quantunet.trainer.report.page.HtmlPage;
import io.quantunet.trainer.report.page.HtmlPage.Figure;
import io.quantunet.trainer.report.page.HtmlPage.Tile;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** What a page says about one evaluation. */
final class EvaluationSection {

  private static final int DECIMALS = 3;
  private static final String NONE = "-";

  private EvaluationSection() {}

  /** The figures that matter most. */
  static void addTiles(HtmlPage page, EvaluationReport report) {
    EvaluationScores scores = report.scores();
    page.tiles(
        List.of(
            tile("Dice, lesion images", scores.lesions().dice(), scores.lesions().images()),
            tile("Dice, all images", scores.all().dice(), scores.all().images()),
            tile(
                "False positives on normal images",
                scores.all().falsePositiveRate(),
                scores.all().images() - scores.lesions().images()),
            new Tile(
                String.format(Locale.ROOT, "%.2f", report.net().averageBits()),
                "Mean bits per weight, by layer",
                report
                    .cost()
                    .map(
                        cost ->
                            String.format(
                                Locale.ROOT,
                                "%.2f by parameter, %.2f by MAC",
                                cost.bitsByParameter(),
                                cost.bitsByMac()))
                    .orElse(""))));
  }

  /** All tables, charts and pictures. */
  static void add(HtmlPage page, EvaluationReport report, Pictures pictures) {
    page.heading("Evaluation on %s (%s)".formatted(report.data(), report.part()));
    page.paragraph(
        "%s %s. %s."
            .formatted(
                report.net().integers().isPresent()
                    ? "Integer model on the engine"
                    : "Net in floats, computed in",
                report.net().runsOn(),
                report.scores().counts()));
    addMetrics(page, report.scores());
    addClasses(page, report.scores());
    page.figures(
        List.of(
            new Figure(
                EvaluationCharts.diceOfImages(report.scores()),
                "A dot per image; the bar is the median. An image without lesion has 1 or 0."),
            new Figure(
                EvaluationCharts.diceBySize(report.scores()),
                "A dot per image with a lesion, of %s pixels.".formatted(grid(report)))));
    report
        .net()
        .integers()
        .ifPresent(
            model ->
                page.wideFigure(
                    new Figure(
                        EvaluationCharts.layerBits(model),
                        "What the exported model stores its weights in.")));
    MaskGallery.add(page, report, pictures);
  }

  private static void addMetrics(HtmlPage page, EvaluationScores scores) {
    page.table(
        List.of("Metric", "Value [%s]".formatted(confidence(scores)), "How to read it"),
        List.of(
            List.of(
                "Dice, lesion images",
                scores.lesions().dice().text(DECIMALS),
                "mean per image over images with a lesion"),
            List.of(
                "Dice, all images",
                scores.all().dice().text(DECIMALS),
                "mean per image; an image without lesion counts 1 if nothing was found, else 0"),
            List.of(
                "False positives on normal images",
                scores.all().falsePositiveRate().text(DECIMALS),
                "share of the images without lesion where at least one pixel was found"),
            List.of(
                "Batch-micro Dice, lesion images",
                Estimate.of(scores.batchMicroDiceOfLesions()).text(DECIMALS),
                "pixels pooled over batches of %d; only to compare with the literature"
                    .formatted(BatchMicroDice.BATCH)),
            List.of(
                "Pixel accuracy",
                scores.pixelAccuracy().text(4),
                "a net that never finds anything scores "
                    + Estimate.of(scores.allBackgroundAccuracy()).text(4))),
        2);
  }

  private static void addClasses(HtmlPage page, EvaluationScores scores) {
    List<List<String>> rows = new ArrayList<>();
    scores.classes().forEach(group -> rows.add(row(group)));
    rows.add(row(scores.lesions()));
    page.subheading("Per class");
    page.table(
        List.of(
            "Class",
            "Images",
            "Missed",
            "Dice",
            "IoU",
            "Precision",
            "Recall",
            "HD95 " + (scores.lesions().hd95Millimetres().isPresent() ? "(mm)" : "(pixels)"),
            "False positives"),
        rows);
    page.note(
        "Means per image, in brackets the %s interval of %s. Missed: lesion"
                .formatted(confidence(scores), scores.resampling())
            + " images in which nothing was found. HD95: 95th percentile of the distance between the"
            + " outlines; a missed lesion counts as the image's diagonal.");
  }

  private static List<String> row(GroupScores group) {
    boolean lesions = group.hasLesions();
    return List.of(
        group.name(),
        Integer.toString(group.images()),
        lesions ? Integer.toString(group.missed()) : NONE,
        group.dice().text(DECIMALS),
        lesions ? group.iou().text(DECIMALS) : NONE,
        lesions ? group.precision().text(DECIMALS) : NONE,
        lesions ? group.recall().text(DECIMALS) : NONE,
        lesions ? group.hd95Millimetres().orElse(group.hd95Pixels()).text(1) : NONE,
        group.falsePositiveRate().text(DECIMALS));
  }

  private static Tile tile(String name, Estimate figure, int images) {
    String value = Estimate.of(figure.value()).text(DECIMALS);
    String interval =
        figure
            .interval()
            .map(range -> String.format(Locale.ROOT, "%.3f to %.3f, ", range.low(), range.high()))
            .orElse("");
    return new Tile(value, name, interval + images + " images");
  }

  private static String grid(EvaluationReport report) {
    return report.images().stream()
        .findFirst()
        .map(first -> first.truth().width() + " x " + first.truth().height())
        .orElse("no");
  }

  private static String confidence(EvaluationScores scores) {
    return String.format(Locale.ROOT, "%.0f %%", 100 * scores.bootstrap().level());
  }
}
