package io.quantunet.trainer.report;

import io.quantunet.trainer.report.chart.BitsMap;
import io.quantunet.trainer.report.chart.Palette;
import io.quantunet.trainer.report.chart.Series;
import io.quantunet.trainer.report.chart.Series.Point;
import io.quantunet.trainer.report.chart.XyChart;
import io.quantunet.trainer.report.page.HtmlPage;
import io.quantunet.trainer.report.page.HtmlPage.Figure;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** What a page says about the course of a training. */
final class TrainingSection {

  private static final String EPOCH = "epoch";
  private static final String FOLDED = "batch norm folded";
  private static final int MARKED_EPOCHS = 5;

  private final TrainingHistory history;
  private final double[] epochs;

  private TrainingSection(TrainingHistory history) {
    this.history = history;
    this.epochs = history.required(EPOCH);
  }

  /** Adds the section. Accuracy is shown beside that of predicting nothing, or not at all. */
  static void add(HtmlPage page, TrainingHistory history) {
    TrainingSection section = new TrainingSection(history);
    page.heading("Training");
    section.addBits(page);
    List<Figure> figures = new ArrayList<>();
    history
        .allBackgroundAccuracy()
        .ifPresentOrElse(
            nothing -> figures.add(section.accuracy(nothing)),
            () ->
                page.note(
                    "The log of this training does not tell the accuracy of predicting nothing;"
                        + " the net's own proves nothing without it and is not shown."));
    figures.add(section.meanBits());
    figures.add(section.lossesAgainstEachOther());
    figures.add(section.path());
    figures.add(section.learning());
    figures.add(section.validation());
    page.figures(figures);
  }

  private void addBits(HtmlPage page) {
    Map<String, double[]> layers = history.layerBits();
    if (layers.isEmpty()) {
      page.note("The log of this training does not tell the bit width of every layer.");
      return;
    }
    page.wideFigure(
        new Figure(
            BitsMap.svg("Bit width per layer over epochs", epochs, layers),
            "Learned width of the weights. The lighter, the fewer bits."));
  }

  private Figure accuracy(double allBackground) {
    return new Figure(
        overEpochs("Pixel accuracy on the validation part", "accuracy")
            .add(line("accuracy", Palette.BLUE, history.required("val_pixel_accuracy")))
            .reference("predicting nothing", allBackground)
            .svg(),
        "Accuracy is high for any net that finds little: read it beside Dice.");
  }

  private Figure meanBits() {
    XyChart chart =
        overEpochs("Mean bits per weight", "bits")
            .add(line("rounded, mean over layers", Palette.BLUE, history.required("average_bits")));
    history
        .column("learned_bits")
        .ifPresent(bits -> chart.add(line("learned, unrounded", Palette.ORANGE, bits)));
    history
        .column("average_bits_by_parameter")
        .ifPresent(bits -> chart.add(line("rounded, by parameter", Palette.GREEN, bits)));
    return new Figure(chart.svg(), "");
  }

  private Figure lossesAgainstEachOther() {
    return new Figure(
        overEpochs("Segmentation loss and bit-width loss", "loss")
            .add(line("segmentation (BCE + Dice)", Palette.BLUE, history.segmentationLoss()))
            .add(line("bit width", Palette.VERMILION, history.bitLoss()))
            .svg(),
        "Both as they enter the sum: the bit-width loss includes its factor.");
  }

  private Figure path() {
    double[] bits = history.bitLoss();
    double[] segmentation = history.segmentationLoss();
    List<Point> marked = new ArrayList<>();
    int last = epochs.length - 1;
    for (int i = 0; i < MARKED_EPOCHS; i++) {
      int at = i * last / (MARKED_EPOCHS - 1);
      Point point =
          new Point(
              bits[at],
              segmentation[at],
              segmentation[at],
              segmentation[at],
              Optional.of(String.format(Locale.ROOT, "%.0f", epochs[at])));
      if (!marked.contains(point)) {
        marked.add(point);
      }
    }
    return new Figure(
        XyChart.of(
                "Segmentation loss against bit-width loss", "bit-width loss", "segmentation loss")
            .add(Series.line("course", Palette.SKY, bits, segmentation))
            .add(Series.dots("epoch", Palette.BLUE, marked, false))
            .svg(),
        "One point per epoch, from the first to the last.");
  }

  private Figure learning() {
    XyChart chart =
        overEpochs("Training losses", "loss")
            .add(line("sum", Palette.BLUE, history.required("loss")))
            .add(line("Dice loss", Palette.GREEN, history.required("dice_loss")))
            .add(line("cross entropy", Palette.VERMILION, history.required("cross_entropy")));
    history
        .column("distillation_loss")
        .filter(losses -> Arrays.stream(losses).anyMatch(loss -> loss > 0))
        .ifPresent(losses -> chart.add(line("distillation", Palette.PURPLE, losses)));
    return new Figure(chart.svg(), "");
  }

  private Figure validation() {
    XyChart chart =
        overEpochs("Dice on the validation part", "Dice")
            .yRange(0, 1)
            .add(line("lesion images", Palette.BLUE, history.required("val_dice_lesion_mean")))
            .add(line("all images", Palette.GREEN, history.required("val_dice_all_mean")));
    if (history.folders().size() > 1) {
      int number = 3;
      for (Map.Entry<String, double[]> folder : history.folders().entrySet()) {
        String name = "lesions of " + folder.getKey();
        chart.add(line(name, Palette.series(number++), folder.getValue()));
      }
    }
    return new Figure(chart.svg(), "Of the net as it trains, after every epoch.");
  }

  private XyChart overEpochs(String title, String yName) {
    XyChart chart = XyChart.of(title, EPOCH, yName);
    history.foldedFrom().ifPresent(epoch -> chart.moment(FOLDED, epoch));
    return chart;
  }

  private Series line(String name, String colour, double[] values) {
    return Series.line(name, colour, epochs, values);
  }
}
