package io.quantunet.trainer.reproduce;

import io.quantunet.driver.model.UNetLayout;
import io.quantunet.trainer.report.EvaluationScores;
import io.quantunet.trainer.report.ModelCost;
import io.quantunet.trainer.report.metric.Estimate;
import java.util.ArrayList;
import java.util.List;

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
              + " integer engine; the others: the mean of three splits and its published spread, in"
              + " floats; the spread is no confidence interval as ours in brackets is.");

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
    String dice = Estimate.of(figure.dice()).text(4);
    String spread = figure.spread().map(half -> " ± " + Estimate.of(half).text(4)).orElse("");
    return List.of(
        figure.net(),
        Estimate.of(figure.megaParameters()).text(2),
        "32",
        dice + spread,
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
        Estimate.of(parameters(width) / 1e6).text(2),
        Estimate.of(bits(ours)).text(2),
        Estimate.of(scores.batchMicroDiceOfLesions()).text(4),
        scores.lesions().dice().text(4),
        Estimate.of(scores.pixelAccuracy().value()).text(4),
        Estimate.of(scores.allBackgroundAccuracy()).text(4),
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
}
