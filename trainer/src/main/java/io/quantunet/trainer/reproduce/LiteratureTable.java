package io.quantunet.trainer.reproduce;

import io.quantunet.driver.model.UNetLayout;
import io.quantunet.trainer.report.EvaluationScores;
import io.quantunet.trainer.report.ModelCost;
import io.quantunet.trainer.report.metric.Estimate;
import io.quantunet.trainer.report.metric.Interval;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Our net beside the literature's, by the literature's protocol. */
final class LiteratureTable {

  private static final List<String> HEADER =
      List.of(
          "Net",
          "Parameters (10^6)",
          "Average bits",
          "Batch-micro Dice",
          "Dice per lesion image",
          "Pixel accuracy",
          "finding nothing",
          "Epochs");

  private static final String PUBLISHED_EPOCHS = "300";

  private static final List<String> NOTES =
      List.of(
          "These figures LEAK: the split is random by image and BUSI repeats frames; the epoch is"
              + " chosen by the very images that are scored, and there is no test part. They serve"
              + " to stand beside published ones, and for nothing else.",
          "Batch-micro Dice pools the pixels of 8 images, so that large lesions outweigh small"
              + " ones. Ours: one split, the epoch with the highest Dice per lesion image, the"
              + " integer engine; the others: the mean of three splits, in floats.");

  private LiteratureTable() {}

  static ReportTable of(Judged ours) {
    List<List<String>> rows = new ArrayList<>();
    LiteratureFigure.ALL.forEach(figure -> rows.add(published(figure)));
    rows.add(row(ours));
    return new ReportTable("Beside the literature, by its leaking protocol", HEADER, rows, NOTES);
  }

  static List<Measured> measured(Judged ours) {
    return List.of(
        measured(ours, "dice_batch_micro", Estimate.of(ours.scores().batchMicroDiceOfLesions())),
        measured(ours, "dice_lesion_mean", ours.scores().lesions().dice()),
        measured(ours, "pixel_accuracy", ours.scores().pixelAccuracy()),
        measured(
            ours,
            "pixel_accuracy_all_background",
            Estimate.of(ours.scores().allBackgroundAccuracy())),
        measured(ours, "average_bits", Estimate.of(bits(ours))));
  }

  private static Measured measured(Judged ours, String key, Estimate value) {
    return new Measured(key, FigureRow.UNKNOWN, ours.protocol(), ours.part(), value);
  }

  private static List<String> published(LiteratureFigure figure) {
    String dice =
        figure
            .spread()
            .map(half -> new Interval(figure.dice() - half, figure.dice() + half))
            .map(range -> new Estimate(figure.dice(), Optional.of(range)).text(4))
            .orElseGet(() -> number(figure.dice(), 4));
    return List.of(
        figure.net(),
        number(figure.megaParameters(), 2),
        "32",
        dice,
        FigureRow.UNKNOWN,
        FigureRow.UNKNOWN,
        FigureRow.UNKNOWN,
        PUBLISHED_EPOCHS);
  }

  private static List<String> row(Judged ours) {
    EvaluationScores scores = ours.scores();
    int width = ours.result().experiment().recipe().net().width();
    return List.of(
        "QuantU-Net, width " + width,
        number(parameters(width) / 1e6, 2),
        number(bits(ours), 2),
        number(scores.batchMicroDiceOfLesions(), 4),
        scores.lesions().dice().text(4),
        number(scores.pixelAccuracy().value(), 4),
        number(scores.allBackgroundAccuracy(), 4),
        Integer.toString(ours.result().history().epochs()));
  }

  private static double bits(Judged ours) {
    return ours.result().cost().map(ModelCost::bitsByLayer).orElse(Double.NaN);
  }

  private static long parameters(int width) {
    return UNetLayout.slots(width).stream()
        .mapToLong(slot -> (long) slot.inChannels() * slot.outChannels() * slot.kind().taps())
        .sum();
  }

  private static String number(double value, int decimals) {
    return String.format(Locale.ROOT, "%." + decimals + "f", value);
  }
}
