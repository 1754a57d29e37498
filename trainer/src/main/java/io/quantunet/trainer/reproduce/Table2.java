package io.quantunet.trainer.reproduce;

import io.quantunet.trainer.report.EvaluationScores;
import io.quantunet.trainer.report.ModelCost;
import io.quantunet.trainer.report.metric.Estimate;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;

/** The paper's Table 2, as far as it is known, with our nets beside it. */
final class Table2 {

  private static final int BITS_DECIMALS = 2;
  private static final int DECIMALS = 4;
  private static final int WHOLE = 0;

  private static final String NOTHING_FOUND = "the same of a net that finds nothing";

  private static final List<FigureRow> FIGURES =
      List.of(
          figure("images", "Images", FigureRow.UNKNOWN, WHOLE, j -> j.scores().images()),
          figure(
              "lesion_images",
              "of them with a lesion",
              FigureRow.UNKNOWN,
              WHOLE,
              j -> j.scores().lesions().images()),
          figure(
              "best_epoch",
              "Best epoch",
              String.valueOf(PaperFigures.BEST_EPOCH),
              WHOLE,
              Table2::keptEpoch),
          estimate(
              "dice_lesion_mean",
              "Dice per lesion image (the paper: averaged in a way not said)",
              Estimate.of(PaperFigures.BEST_DICE).text(DECIMALS),
              j -> j.scores().lesions().dice()),
          estimate(
              "dice_all_mean",
              "Dice per image, normals included",
              FigureRow.UNKNOWN,
              j -> j.scores().all().dice()),
          estimate(
              "dice_micro",
              "Dice of all pixels together",
              FigureRow.UNKNOWN,
              j -> j.scores().microDice()),
          estimate(
              "false_positive_rate",
              "Normal images with a false pixel",
              FigureRow.UNKNOWN,
              j -> j.scores().all().falsePositiveRate()),
          estimate(
              "pixel_accuracy",
              "Pixel accuracy",
              Estimate.of(PaperFigures.ACCURACY).text(DECIMALS),
              j -> j.scores().pixelAccuracy()),
          allBackground("pixel_accuracy_all_background"),
          bits("average_bits", "Average bits, by layer", ModelCost::bitsByLayer),
          bits("average_bits_by_parameter", "by parameter", ModelCost::bitsByParameter),
          bits("average_bits_by_mac", "by MAC", ModelCost::bitsByMac),
          logged("bit_loss", "Bit-width loss, lambda included", Table2::bitLoss),
          logged("segmentation_loss", "Segmentation loss (BCE + Dice)", Table2::segmentationLoss),
          figure(
              "last_epoch",
              "Last epoch",
              String.valueOf(PaperFigures.EPOCHS),
              WHOLE,
              j -> j.result().history().epochs()),
          figure(
              "last_dice_lesion_mean",
              "Dice per lesion image, last epoch",
              Estimate.of(PaperFigures.LAST_DICE).text(DECIMALS),
              DECIMALS,
              j -> onlyLogged(j, "val_dice_lesion_mean")),
          figure(
              "last_pixel_accuracy",
              "Pixel accuracy, last epoch",
              FigureRow.UNKNOWN,
              DECIMALS,
              j -> onlyLogged(j, "val_pixel_accuracy")),
          allBackground("last_pixel_accuracy_all_background"),
          figure(
              "last_average_bits",
              "Average bits by layer, last epoch",
              FigureRow.UNKNOWN,
              BITS_DECIMALS,
              j -> j.loggedLast("average_bits")),
          floating(
              "float_pixel_accuracy",
              "Pixel accuracy, float U-Net",
              Estimate.of(PaperFigures.FLOAT_ACCURACY).text(DECIMALS),
              EvaluationScores::pixelAccuracy),
          allBackground("float_pixel_accuracy_all_background"),
          floating(
              "float_dice_lesion_mean",
              "Dice per lesion image, float U-Net",
              FigureRow.UNKNOWN,
              scores -> scores.lesions().dice()));

  private static final List<String> NOTES =
      List.of(
          "A dash: not known to this project (the paper's column), not measured (ours). The paper"
              + " does not print what predicting nothing scores: 0.9217 was measured on all 780"
              + " images at 128 x 128. Its accuracy, Dice and bits belong to its best epoch.",
          "Our kept epoch is the one with the highest Dice on the lesion images of the validation"
              + " part, scored on the integer engine; the losses are the training's means over"
              + " that epoch. A test part is looked at once, by the kept net. In brackets: 95 %"
              + " bootstrap intervals over groups of near-duplicates, where split.csv names them, else"
              + " over images.",
          "What differs from the paper, or is not known of it, stands above the tables. Without any"
              + " batch normalization our quantized nets were not seen to leave the state in which"
              + " they find nothing: signals that halve from layer to layer vanish below a code's"
              + " step.",
          "BUSI repeats frames: the paper's random split has near-duplicates of training images"
              + " among its validation and test images. Only the leak-free column says something"
              + " of new patients.");

  private Table2() {}

  static ReportTable of(List<Judged> columns) {
    List<String> header = new ArrayList<>(List.of("Figure", "the paper"));
    columns.forEach(column -> header.add(column.heading()));
    List<List<String>> rows = new ArrayList<>();
    for (FigureRow figure : FIGURES) {
      List<String> row = new ArrayList<>(List.of(figure.name(), figure.published()));
      columns.forEach(column -> row.add(figure.text(column)));
      rows.add(row);
    }
    return new ReportTable("Table 2 beside ours", header, rows, NOTES);
  }

  /** The same figures one by one, for files. */
  static List<Measured> measured(List<Judged> columns) {
    return FIGURES.stream()
        .flatMap(figure -> columns.stream().map(column -> Measured.of(figure, column)))
        .toList();
  }

  private static FigureRow figure(
      String key, String name, String published, int decimals, ToDoubleFunction<Judged> ours) {
    return new FigureRow(key, name, published, decimals, j -> Estimate.of(ours.applyAsDouble(j)));
  }

  private static FigureRow estimate(
      String key, String name, String published, Function<Judged, Estimate> ours) {
    return new FigureRow(key, name, published, DECIMALS, ours);
  }

  private static FigureRow floating(
      String key, String name, String published, Function<EvaluationScores, Estimate> ours) {
    return estimate(
        key, name, published, j -> j.floatScores().map(ours).orElse(Estimate.of(Double.NaN)));
  }

  /** Stands below every accuracy: it means nothing without. */
  private static FigureRow allBackground(String key) {
    return figure(
        key,
        NOTHING_FOUND,
        Estimate.of(PaperFigures.ALL_BACKGROUND_ACCURACY).text(DECIMALS),
        DECIMALS,
        j -> j.scores().allBackgroundAccuracy());
  }

  private static FigureRow bits(String key, String name, ToDoubleFunction<ModelCost> mean) {
    return figure(
        key,
        name,
        key.equals("average_bits")
            ? Estimate.of(PaperFigures.BITS).text(BITS_DECIMALS)
            : FigureRow.UNKNOWN,
        BITS_DECIMALS,
        j -> j.result().cost().map(mean::applyAsDouble).orElse(Double.NaN));
  }

  private static FigureRow logged(String key, String name, ToDoubleFunction<Judged> ours) {
    return figure(key, name, "< " + Estimate.of(PaperFigures.LOSS_BOUND).text(2), DECIMALS, ours);
  }

  private static double keptEpoch(Judged judged) {
    return judged.result().keptEpoch().isPresent()
        ? judged.result().keptEpoch().getAsInt()
        : Double.NaN;
  }

  private static double bitLoss(Judged judged) {
    return judged.loggedWhenKept("bit_loss");
  }

  private static double segmentationLoss(Judged judged) {
    return judged.loggedWhenKept("cross_entropy") + judged.loggedWhenKept("dice_loss");
  }

  private static double onlyLogged(Judged judged, String column) {
    return judged.isLogged() ? judged.loggedLast(column) : Double.NaN;
  }
}
