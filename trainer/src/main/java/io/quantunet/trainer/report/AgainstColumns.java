package io.quantunet.trainer.report;

import io.quantunet.trainer.report.metric.Estimate;
import io.quantunet.trainer.report.metric.PairedDifference;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The columns of a comparison that hold every row against some of its rows: the difference of the
 * Dice on lesion images, paired image by image, in points (hundredths) with its interval.
 *
 * @param baselines what they are held against, a column each
 */
record AgainstColumns(List<String> baselines) {

  private static final int POINTS = 100;
  private static final int CSV_DECIMALS = 6;

  /** Those that any of these rows is held against. */
  static AgainstColumns of(List<ComparisonRow> rows) {
    return new AgainstColumns(
        rows.stream().flatMap(row -> row.against().keySet().stream()).distinct().sorted().toList());
  }

  List<String> titles() {
    return baselines.stream().map(baseline -> "Points against " + baseline).toList();
  }

  List<String> csvTitles() {
    return baselines.stream()
        .map(baseline -> "dice_difference_" + baseline)
        .flatMap(title -> Stream.of(title, title + "_low", title + "_high"))
        .toList();
  }

  /** E.g. {@code +2.1 [+0.3, +3.9]}; {@code -} for a baseline itself. */
  List<String> cells(ComparisonRow row) {
    return baselines.stream()
        .map(baseline -> difference(row, baseline).map(AgainstColumns::points).orElse("-"))
        .toList();
  }

  List<String> csvCells(ComparisonRow row) {
    return baselines.stream()
        .map(baseline -> difference(row, baseline))
        .flatMap(
            by ->
                Csv.cells(
                    by.map(d -> new Estimate(d.difference(), Optional.of(d.interval()))),
                    CSV_DECIMALS)
                    .stream())
        .toList();
  }

  private static Optional<PairedDifference> difference(ComparisonRow row, String baseline) {
    return Optional.ofNullable(row.against().get(baseline));
  }

  private static String points(PairedDifference by) {
    return String.format(
        Locale.ROOT,
        "%+.1f [%+.1f, %+.1f]",
        POINTS * by.difference(),
        POINTS * by.interval().low(),
        POINTS * by.interval().high());
  }
}
