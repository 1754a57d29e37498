package io.quantunet.trainer.reproduce;

import io.quantunet.trainer.report.chart.Palette;
import io.quantunet.trainer.report.chart.Series;
import io.quantunet.trainer.report.chart.Series.Point;
import io.quantunet.trainer.report.chart.XyChart;
import io.quantunet.trainer.report.metric.Estimate;
import io.quantunet.trainer.report.page.HtmlPage.Figure;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.DoubleStream;

/** Bits over epochs with the bit-width loss in several forms, beside what the paper tells. */
final class FormsTable {

  /** Runs whose bits differ by less are not told apart: one seed, small nets. */
  private static final double ALIKE_BITS = 0.1;

  private static final List<String> HEADER =
      List.of(
          "Bit-width loss",
          "rate of the widths",
          "bits at the epoch",
          "from the paper's 4.24",
          "rounded",
          "bits, last epoch",
          "bit-width loss",
          "whole loss",
          "below 1.06",
          "Dice per lesion image");

  private FormsTable() {}

  static ReportTable table(List<FormRun> runs) {
    List<List<String>> rows = runs.stream().map(FormsTable::row).toList();
    List<String> notes = new ArrayList<>();
    notes.add(
        ("Figures of epoch %d; bits are the mean over layers of the widths before rounding. The"
                + " paper's curve is known at two points only: 4 bits at the start, 4.24 at its"
                + " best epoch, 10. Width, rates and epochs of these runs are not the paper's (its"
                + " rates are not printed).")
            .formatted(runs.get(0).comparedEpoch()));
    notes.add(conclusion(runs));
    return new ReportTable("Which form of the bit-width loss did it?", HEADER, rows, notes);
  }

  /** What the runs say, and no more. */
  static String conclusion(List<FormRun> runs) {
    List<FormRun> nearest =
        runs.stream().sorted(Comparator.comparingDouble(FormRun::distance)).toList();
    FormRun best = nearest.get(0);
    List<FormRun> alike =
        nearest.stream()
            .skip(1)
            .filter(run -> run.distance() - best.distance() < ALIKE_BITS)
            .toList();
    String first =
        String.format(
            Locale.ROOT,
            "Nearest to the paper's known point came '%s': %.2f bits at epoch %d, %.2f from 4.24;"
                + " its whole loss there, %.2f, is %s the bound of 1.06.",
            best.name(),
            best.bits(),
            best.comparedEpoch(),
            best.distance(),
            best.logged("loss"),
            best.isLossBelowBound() ? "below" : "not below");
    if (alike.isEmpty()) {
      return first + " No other run came as near to within 0.1 bits.";
    }
    return first
        + " Not told apart from it (within 0.1 bits): "
        + String.join("; ", alike.stream().map(FormRun::name).toList())
        + ".";
  }

  static Figure chart(List<FormRun> runs) {
    XyChart chart =
        XyChart.of("Mean bits over epochs, by form", "epoch", "bits, mean over layers").wide();
    int number = 0;
    for (FormRun run : runs) {
      double[] curve =
          DoubleStream.concat(
                  DoubleStream.of(PaperFigures.START_BITS), DoubleStream.of(run.curve()))
              .toArray();
      double[] epochs = new double[curve.length];
      for (int i = 0; i < epochs.length; i++) {
        epochs[i] = i;
      }
      chart.add(Series.line(run.name(), Palette.series(number++), epochs, curve));
    }
    chart.add(
        Series.dots(
            "the paper",
            Palette.VERMILION,
            List.of(
                point(0, PaperFigures.START_BITS),
                point(PaperFigures.BEST_EPOCH, PaperFigures.BITS)),
            false));
    return new Figure(chart.svg(), "Dots: the two points of the paper's curve that are known.");
  }

  static List<Measured> measured(List<FormRun> runs) {
    List<Measured> figures = new ArrayList<>();
    for (FormRun run : runs) {
      double[] curve = run.curve();
      for (int epoch = 1; epoch <= curve.length; epoch++) {
        figures.add(
            new Measured(
                "learned_bits_after_epoch_" + epoch,
                epoch == PaperFigures.BEST_EPOCH
                    ? String.valueOf(PaperFigures.BITS)
                    : FigureRow.UNKNOWN,
                Protocol.FORMS,
                run.name().replace(",", ";"),
                Estimate.of(curve[epoch - 1])));
      }
    }
    return figures;
  }

  private static Point point(double epoch, double bits) {
    return new Point(
        epoch, bits, bits, bits, Optional.of(String.format(Locale.ROOT, "%.2f", bits)));
  }

  private static List<String> row(FormRun run) {
    double[] curve = run.curve();
    return List.of(
        run.normalization().name(),
        String.valueOf(run.rate()),
        Estimate.of(run.bits()).text(2),
        Estimate.of(run.distance()).text(2),
        Estimate.of(run.logged("average_bits")).text(2),
        Estimate.of(curve[curve.length - 1]).text(2),
        Estimate.of(run.logged("bit_loss")).text(3),
        Estimate.of(run.logged("loss")).text(3),
        run.isLossBelowBound() ? "yes" : "no",
        Estimate.of(run.logged("val_dice_lesion_mean")).text(3));
  }
}
