package io.quantunet.trainer.report;

import static org.assertj.core.api.Assertions.assertThat;

import io.quantunet.trainer.report.chart.WellFormed;
import io.quantunet.trainer.report.metric.Estimate;
import io.quantunet.trainer.report.metric.Interval;
import io.quantunet.trainer.report.metric.PairedDifference;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ComparisonReportTest {

  private static final ComparisonReport REPORT =
      new ComparisonReport(
          "Methods",
          "Same split, same budget.",
          List.of(
              row("ours, lambda 0.1", 3.4, 0.71), row("ours, lambda 0.25", 2.2, 0.7), published()));

  @TempDir private Path folder;

  @Test
  void theMarkdownTableHasALinePerMethod() {
    String[] lines = REPORT.markdown().split("\n");

    assertThat(lines).hasSize(5);
    assertThat(lines[2])
        .isEqualTo(
            "| ours, lambda 0.1 | 0.710 [0.660, 0.760] | 0.610 | 0.780 | 0.400 | 3.40 | 3.10 | 3.20 | 491,670"
                + " | 9.09 | 1234.6 | one seed |");
    assertThat(lines[4])
        .isEqualTo("| U-Net \\| paper | - | - | 0.770 | - | - | - | - | - | - | - | leaks |");
  }

  @Test
  void theCsvHasEveryFigureAndLeavesUnknownOnesEmpty() throws Exception {
    REPORT.writeCsv(folder.resolve("c.csv"));

    List<String> lines = Files.readAllLines(folder.resolve("c.csv"));
    assertThat(lines.get(1))
        .isEqualTo(
            "\"ours, lambda 0.1\",QuantU-Net,0.710000,0.660000,0.760000,0.610000,,,0.780000,0.400000,,,"
                + "3.400000,3.100000,3.200000,491670,753401856,9092726784,1234567,one seed");
    assertThat(lines.get(3)).isEqualTo("U-Net | paper,published,,,,,,,0.769700,,,,,,,,,,,leaks");
    assertThat(lines.get(0).split(",", -1)).hasSize(20);
  }

  @Test
  void everyRowIsHeldAgainstTheBaselinesInColumnsOfTheirOwn() throws Exception {
    PairedDifference better =
        new PairedDifference(98, 0.7, 0.68, 0.0208, new Interval(0.0029, 0.0387), 0.02);
    ComparisonReport report =
        new ComparisonReport(
            "Ablations",
            "",
            List.of(
                row("ours", 2.2, 0.68), against(row("robust", 2.2, 0.7), Map.of("ours", better))));
    report.writeCsv(folder.resolve("c.csv"));

    String[] lines = report.markdown().split("\n");
    assertThat(lines[0]).endsWith("| K26 cycles (10^3) | Points against ours | Note |");
    assertThat(lines[2]).endsWith("| 1234.6 | - | one seed |");
    assertThat(lines[3]).endsWith("| 1234.6 | +2.1 [+0.3, +3.9] | one seed |");
    List<String> csv = Files.readAllLines(folder.resolve("c.csv"));
    assertThat(csv.get(0))
        .endsWith("dice_difference_ours,dice_difference_ours_low,dice_difference_ours_high,note");
    assertThat(csv.get(1)).endsWith("1234567,,,,one seed");
    assertThat(csv.get(2)).endsWith("1234567,0.020800,0.002900,0.038700,one seed");
  }

  @Test
  void theCurveJoinsAFamilyAndLeavesOutWhatHasNoBits() throws Exception {
    var drawing = WellFormed.parse(REPORT.svg());

    assertThat(WellFormed.texts(drawing))
        .contains("QuantU-Net", "ours, lambda 0.1", "ours, lambda 0.25")
        .doesNotContain("U-Net | paper", "published");
    assertThat(drawing.getElementsByTagName("circle").getLength()).isEqualTo(2);
    assertThat(drawing.getElementsByTagName("path").getLength()).isEqualTo(1);
  }

  @Test
  void theCurveRunsFromFewBitsToMany() {
    String path =
        REPORT.svg().replaceAll("(?s).*<path d=\"M([0-9.]+) [0-9.]+L([0-9.]+) .*", "$1 $2");

    String[] ends = path.split(" ");
    assertThat(Double.parseDouble(ends[0])).isLessThan(Double.parseDouble(ends[1]));
  }

  @Test
  void thePageHasTableCurveAndCommand() throws Exception {
    REPORT.writeHtml(folder.resolve("c.html"), Provenance.ofCommand("quantunet compare"));

    String html = Files.readString(folder.resolve("c.html"));
    assertThat(html).contains("Same split, same budget.", "quantunet compare", "U-Net | paper");
    assertThat(WellFormed.drawings(html)).hasSize(1);
  }

  /** Of which only one figure is known. */
  private static ComparisonRow published() {
    return new ComparisonRow(
        "U-Net | paper",
        "published",
        Optional.empty(),
        Optional.empty(),
        Optional.of(0.7697),
        Optional.empty(),
        Optional.empty(),
        Map.of(),
        "leaks");
  }

  private static ComparisonRow against(ComparisonRow row, Map<String, PairedDifference> against) {
    return new ComparisonRow(
        row.method(),
        row.family(),
        row.diceLesion(),
        row.diceAll(),
        row.batchMicroDice(),
        row.falsePositiveRate(),
        row.cost(),
        against,
        row.note());
  }

  private static ComparisonRow row(String method, double bits, double dice) {
    return new ComparisonRow(
        method,
        "QuantU-Net",
        Optional.of(new Estimate(dice, Optional.of(new Interval(dice - 0.05, dice + 0.05)))),
        Optional.of(Estimate.of(0.61)),
        Optional.of(0.78),
        Optional.of(Estimate.of(0.4)),
        Optional.of(new ModelCost(bits, 3.1, 3.2, 491_670, 753_401_856, 9_092_726_784L, 1_234_567)),
        Map.of(),
        "one seed");
  }
}
