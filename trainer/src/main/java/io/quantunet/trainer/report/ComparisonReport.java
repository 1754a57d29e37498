package io.quantunet.trainer.report;

import io.quantunet.trainer.report.chart.Palette;
import io.quantunet.trainer.report.chart.Series;
import io.quantunet.trainer.report.chart.Series.Point;
import io.quantunet.trainer.report.chart.XyChart;
import io.quantunet.trainer.report.metric.Estimate;
import io.quantunet.trainer.report.metric.Interval;
import io.quantunet.trainer.report.page.HtmlPage;
import io.quantunet.trainer.report.page.HtmlPage.Figure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Methods side by side: as a Markdown table, as CSV, as a page with Dice against bits.
 *
 * @param title of the page
 * @param protocol in a sentence: data, split, budget
 * @param rows the methods, in the order of the table
 */
public record ComparisonReport(String title, String protocol, List<ComparisonRow> rows) {

  private static final int DECIMALS = 3;
  private static final int CSV_DECIMALS = 6;

  private static final List<String> HEADER =
      List.of(
          "Method",
          "Dice, lesion images",
          "Dice, all images",
          "Batch-micro Dice",
          "False positives on normals",
          "Bits by layer",
          "by parameter",
          "by MAC",
          "Weight bytes",
          "MACs x bits (10^9)",
          "K26 cycles (10^3)");

  private static final List<String> CSV_HEADER =
      List.of(
          "method",
          "family",
          "dice_lesion_mean",
          "dice_lesion_mean_low",
          "dice_lesion_mean_high",
          "dice_all_mean",
          "dice_all_mean_low",
          "dice_all_mean_high",
          "dice_batch_micro_lesion",
          "false_positive_rate",
          "false_positive_rate_low",
          "false_positive_rate_high",
          "average_bits",
          "average_bits_by_parameter",
          "average_bits_by_mac",
          "weight_bytes",
          "macs",
          "mac_bit_operations",
          "k26_cycles");

  /** Copies the list. */
  public ComparisonReport {
    rows = List.copyOf(rows);
  }

  /** The table in Markdown; bars in texts are escaped. */
  public String markdown() {
    StringBuilder table = new StringBuilder();
    table.append(markdownLine(header()));
    table.append(markdownLine(header().stream().map(column -> "---").toList()));
    rows.forEach(row -> table.append(markdownLine(cells(row))));
    return table.toString();
  }

  /** The table as CSV; cells of what is not known are empty. */
  public String csv() {
    StringBuilder csv =
        new StringBuilder(Csv.line(with(CSV_HEADER, against().csvTitles(), "note")));
    rows.forEach(row -> csv.append(Csv.line(csvCells(row))));
    return csv.toString();
  }

  /** Dice on lesion images against mean bits, a curve for each family of methods. */
  public String svg() {
    XyChart chart =
        XyChart.of("Dice against bits", "mean bits per weight, by layer", "Dice, lesion images")
            .doublingX()
            .wide();
    int number = 0;
    for (Map.Entry<String, List<Point>> family : families().entrySet()) {
      family.getValue().sort(Comparator.comparingDouble(Point::x));
      String colour = Palette.series(number++);
      chart.add(Series.dots(family.getKey(), colour, family.getValue(), true));
    }
    return chart.svg();
  }

  /** Writes {@link #csv} to a file. */
  public void writeCsv(Path file) throws IOException {
    Files.writeString(file, csv());
  }

  /** Writes a page with table and curve that needs no other file. */
  public void writeHtml(Path file, Provenance provenance) throws IOException {
    HtmlPage.of(title, protocol)
        .wideFigure(new Figure(svg(), "Bars are intervals; methods of a family are joined."))
        .table(header(), rows.stream().map(this::cells).toList(), header().size() - 1)
        .note(
            "Dice per image; in brackets its interval, by resampling images, those that split.csv"
                + " calls near-duplicates together. Points: hundredths of Dice on lesion images, paired"
                + " image by image. Batch-micro Dice: over lesion images, pixels"
                + " pooled over batches, only to compare with the literature. False positives: share of the images without"
                + " lesion where anything was found. MACs x bits: multiply-accumulates times weight"
                + " bits times activation bits, per frame. K26 cycles: of the accelerator's array of"
                + " that name, per frame, by the cost model that is held to its RTL.")
        .heading("How to make these figures again")
        .facts(provenance.facts())
        .write(file);
  }

  private Map<String, List<Point>> families() {
    Map<String, List<Point>> families = new LinkedHashMap<>();
    for (ComparisonRow row : rows) {
      point(row)
          .ifPresent(
              point ->
                  families.computeIfAbsent(row.family(), name -> new ArrayList<>()).add(point));
    }
    return families;
  }

  /** Empty where Dice or bits are not known. */
  private static Optional<Point> point(ComparisonRow row) {
    return row.diceLesion()
        .filter(Estimate::isKnown)
        .flatMap(dice -> row.cost().map(cost -> point(row.method(), cost.bitsByLayer(), dice)));
  }

  private static Point point(String method, double bits, Estimate dice) {
    Interval interval = dice.interval().orElse(new Interval(dice.value(), dice.value()));
    return new Point(bits, dice.value(), interval.low(), interval.high(), Optional.of(method));
  }

  private AgainstColumns against() {
    return AgainstColumns.of(rows);
  }

  private List<String> header() {
    return with(HEADER, against().titles(), "Note");
  }

  private List<String> cells(ComparisonRow row) {
    return with(figures(row), against().cells(row), row.note());
  }

  private static List<String> with(List<String> cells, List<String> more, String last) {
    return Stream.of(cells, more, List.of(last)).flatMap(List::stream).toList();
  }

  private static List<String> figures(ComparisonRow row) {
    return List.of(
        row.method(),
        row.diceLesion().map(figure -> figure.text(DECIMALS)).orElse("-"),
        row.diceAll().map(figure -> figure.text(DECIMALS)).orElse("-"),
        row.batchMicroDice().map(dice -> number(dice, DECIMALS)).orElse("-"),
        row.falsePositiveRate().map(figure -> figure.text(DECIMALS)).orElse("-"),
        row.cost().map(cost -> number(cost.bitsByLayer(), 2)).orElse("-"),
        row.cost().map(cost -> number(cost.bitsByParameter(), 2)).orElse("-"),
        row.cost().map(cost -> number(cost.bitsByMac(), 2)).orElse("-"),
        row.cost().map(cost -> String.format(Locale.ROOT, "%,d", cost.weightBytes())).orElse("-"),
        row.cost().map(cost -> number(cost.bitOperations() / 1e9, 2)).orElse("-"),
        row.cost().map(cost -> number(cost.cycles() / 1e3, 1)).orElse("-"));
  }

  private List<String> csvCells(ComparisonRow row) {
    return with(csvFigures(row), against().csvCells(row), row.note());
  }

  private static List<String> csvFigures(ComparisonRow row) {
    List<String> cells = new ArrayList<>(List.of(row.method(), row.family()));
    cells.addAll(Csv.cells(row.diceLesion(), CSV_DECIMALS));
    cells.addAll(Csv.cells(row.diceAll(), CSV_DECIMALS));
    cells.add(row.batchMicroDice().map(dice -> Csv.number(dice, CSV_DECIMALS)).orElse(""));
    cells.addAll(Csv.cells(row.falsePositiveRate(), CSV_DECIMALS));
    Optional<ModelCost> cost = row.cost();
    cells.add(cost.map(c -> Csv.number(c.bitsByLayer(), CSV_DECIMALS)).orElse(""));
    cells.add(cost.map(c -> Csv.number(c.bitsByParameter(), CSV_DECIMALS)).orElse(""));
    cells.add(cost.map(c -> Csv.number(c.bitsByMac(), CSV_DECIMALS)).orElse(""));
    cells.add(cost.map(c -> Long.toString(c.weightBytes())).orElse(""));
    cells.add(cost.map(c -> Long.toString(c.macs())).orElse(""));
    cells.add(cost.map(c -> Long.toString(c.bitOperations())).orElse(""));
    cells.add(cost.map(c -> Long.toString(c.cycles())).orElse(""));
    return cells;
  }

  private static String markdownLine(List<String> cells) {
    return cells.stream()
        .map(cell -> cell.replace("|", "\\|").replace("\n", " "))
        .collect(Collectors.joining(" | ", "| ", " |\n"));
  }

  private static String number(double value, int decimals) {
    return String.format(Locale.ROOT, "%." + decimals + "f", value);
  }
}
