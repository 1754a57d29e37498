package io.quantunet.trainer.report.chart;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class XyChartTest {

  @Test
  void showsTitleAxesLegendAndWhatHappened() throws Exception {
    String svg =
        XyChart.of("Losses", "epoch", "loss")
            .add(
                Series.line(
                    "Dice & co", Palette.BLUE, new double[] {1, 2, 3}, new double[] {3, 2, 1}))
            .reference("nothing", 0.5)
            .moment("folded", 2)
            .svg();

    assertThat(WellFormed.texts(WellFormed.parse(svg)))
        .contains("Losses", "epoch", "loss", "Dice & co", "nothing", "folded");
  }

  @Test
  void leavesOutWhatIsNoNumber() {
    String svg =
        XyChart.of("t", "x", "y")
            .add(
                Series.line(
                    "s", Palette.BLUE, new double[] {1, 2, 3}, new double[] {1, Double.NaN, 2}))
            .svg();

    assertThat(svg).doesNotContain("NaN");
  }

  @Test
  void saysThatThereIsNothingToShow() throws Exception {
    String svg =
        XyChart.of("t", "x", "y")
            .add(Series.line("s", Palette.BLUE, new double[] {1}, new double[] {Double.NaN}))
            .svg();

    assertThat(WellFormed.texts(WellFormed.parse(svg))).contains("no values");
  }

  @Test
  void drawsAValueThatNeverChanges() throws Exception {
    String svg =
        XyChart.of("t", "x", "y")
            .add(Series.line("s", Palette.BLUE, new double[] {1, 2}, new double[] {4, 4}))
            .svg();

    assertThat(WellFormed.parse(svg).getElementsByTagName("path").getLength()).isEqualTo(1);
  }

  @Test
  void drawsASingleEpochAsADot() throws Exception {
    String svg =
        XyChart.of("t", "x", "y")
            .add(Series.line("s", Palette.BLUE, new double[] {1}, new double[] {4}))
            .svg();

    assertThat(WellFormed.parse(svg).getElementsByTagName("circle").getLength()).isEqualTo(1);
  }

  @Test
  void writesEveryLabelOnce() throws Exception {
    List<Series.Point> crowded =
        List.of(point(2, "first"), point(2.01, "second"), point(2.02, "third"));

    String svg =
        XyChart.of("t", "x", "y").doublingX().add(Series.dots("s", "red", crowded, true)).svg();

    assertThat(WellFormed.texts(WellFormed.parse(svg)))
        .containsOnlyOnce("first", "second", "third");
  }

  @Test
  void pointsNeedBothCoordinates() {
    assertThatThrownBy(() -> Series.line("s", "red", new double[2], new double[3]))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("2 x and 3 y");
  }

  private static Series.Point point(double x, String label) {
    return new Series.Point(x, 0.7, 0.6, 0.8, Optional.of(label));
  }
}
