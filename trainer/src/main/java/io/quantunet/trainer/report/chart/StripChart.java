package io.quantunet.trainer.report.chart;

import io.quantunet.trainer.report.chart.Svg.Anchor;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Every value of every group as a dot of its own, 0..1 upwards, and each group's median. */
public final class StripChart {

  private static final Scale UNIT = new Scale(0, 1, 0, 1, false);
  private static final double SPREAD = 0.62;

  /** Steps of the golden ratio fill a strip evenly, the same way every time. */
  private static final double GOLDEN = 0.6180339887498949;

  /**
   * One dot.
   *
   * @param value 0..1
   * @param name of what it stands for
   */
  public record Dot(double value, String name) {}

  private StripChart() {}

  /**
   * Draws.
   *
   * @param groups group to its dots, in the order of the chart
   */
  public static String svg(String title, String yName, Map<String, List<Dot>> groups) {
    Frame frame = Frame.with(Frame.Size.HALF, List.of());
    Svg svg = new Svg(Frame.Size.HALF.width(), Frame.Size.HALF.height(), title);
    frame.title(svg, title);
    Scale y = new Scale(UNIT.min(), UNIT.max(), frame.bottom(), frame.top(), false);
    frame.yAxis(svg, y, yName);
    double slot = (frame.right() - frame.left()) / Math.max(1, groups.size());
    int number = 0;
    for (Map.Entry<String, List<Dot>> group : groups.entrySet()) {
      double middle = frame.left() + (number + 0.5) * slot;
      drawGroup(svg, y, middle, slot * SPREAD, Palette.series(number), group.getValue());
      String caption = "%s (%d)".formatted(group.getKey(), group.getValue().size());
      svg.text(middle, frame.bottom() + 18, Anchor.MIDDLE, Palette.INK, caption);
      number++;
    }
    svg.line(frame.left(), frame.bottom(), frame.right(), frame.bottom(), Palette.SOFT_INK, 1);
    return svg.end();
  }

  private static void drawGroup(
      Svg svg, Scale y, double middle, double width, String colour, List<Dot> dots) {
    double place = 0;
    for (Dot dot : dots) {
      place = (place + GOLDEN) % 1;
      String title = String.format(Locale.ROOT, "%s: %.3f", dot.name(), dot.value());
      svg.circle(middle + (place - 0.5) * width, y.pixel(dot.value()), 3.2, colour, 0.55, title);
    }
    if (!dots.isEmpty()) {
      double median = median(dots);
      svg.line(
          middle - width / 2, y.pixel(median), middle + width / 2, y.pixel(median), Palette.INK, 2);
      String text = String.format(Locale.ROOT, "%.2f", median);
      svg.smallText(middle + width / 2 + 4, y.pixel(median) + 4, Anchor.START, Palette.INK, text);
    }
  }

  private static double median(List<Dot> dots) {
    List<Double> sorted = new ArrayList<>(dots.stream().map(Dot::value).sorted().toList());
    int half = sorted.size() / 2;
    return sorted.size() % 2 == 1
        ? sorted.get(half)
        : (sorted.get(half - 1) + sorted.get(half)) / 2;
  }
}
