package io.quantunet.trainer.report.chart;

import io.quantunet.trainer.report.chart.Svg.Anchor;
import java.util.List;

/**
 * The part of a drawing between the axes, and what is written around it.
 *
 * @param left pixel of the y axis
 * @param top pixel of the upper edge
 * @param right pixel of the right edge
 * @param bottom pixel of the x axis
 */
record Frame(double left, double top, double right, double bottom) {

  /**
   * Size of a whole drawing.
   *
   * @param width pixels across
   * @param height pixels down
   */
  record Size(double width, double height) {

    /** Two side by side fill a page. */
    static final Size HALF = new Size(520, 320);

    /** One fills a page. */
    static final Size WHOLE = new Size(1060, 430);
  }

  private static final double LEGEND_LINE = 18;
  private static final double LETTER = 6.3;
  private static final double SWATCH = 22;
  private static final double LEGEND_GAP = 18;
  private static final int X_TICKS = 6;
  private static final double LEFT_MARGIN = 58;
  private static final double RIGHT_MARGIN = 16;
  private static final int Y_TICKS = 6;

  /** One line of the legend. */
  record Entry(String name, String colour, boolean dashed) {}

  /** A frame that leaves room for title, labels and this legend. */
  static Frame with(Size size, List<Entry> legend) {
    double right = size.width() - RIGHT_MARGIN;
    double top = 44 + LEGEND_LINE * lines(legend, right - LEFT_MARGIN);
    return new Frame(LEFT_MARGIN, top, right, size.height() - 44);
  }

  void title(Svg svg, String title) {
    svg.boldText(left, 20, Anchor.START, Palette.INK, 14, title);
  }

  void legend(Svg svg, List<Entry> legend) {
    double x = left;
    double y = 38;
    for (Entry entry : legend) {
      if (x > left && x + length(entry) > right) {
        x = left;
        y += LEGEND_LINE;
      }
      if (entry.dashed()) {
        svg.dashedLine(x, y - 4, x + 16, y - 4, entry.colour());
      } else {
        svg.line(x, y - 4, x + 16, y - 4, entry.colour(), 3);
      }
      svg.text(x + SWATCH, y, Anchor.START, Palette.INK, entry.name());
      x += length(entry);
    }
  }

  /** Axes with ticks, grid lines and names. */
  void axes(Svg svg, Scale x, Scale y, String xName, String yName) {
    for (double tick : x.ticks(X_TICKS)) {
      svg.line(x.pixel(tick), bottom, x.pixel(tick), bottom + 4, Palette.SOFT_INK, 1);
      svg.text(x.pixel(tick), bottom + 17, Anchor.MIDDLE, Palette.SOFT_INK, tickText(tick));
    }
    yAxis(svg, y, yName);
    svg.line(left, bottom, right, bottom, Palette.SOFT_INK, 1);
    svg.text((left + right) / 2, bottom + 36, Anchor.MIDDLE, Palette.INK, xName);
  }

  /** The vertical axis alone. */
  void yAxis(Svg svg, Scale y, String name) {
    for (double tick : y.ticks(Y_TICKS)) {
      svg.line(left, y.pixel(tick), right, y.pixel(tick), Palette.GRID, 1);
      svg.text(left - 7, y.pixel(tick) + 4, Anchor.END, Palette.SOFT_INK, tickText(tick));
    }
    svg.verticalText(16, (top + bottom) / 2, Palette.INK, name);
  }

  private static int lines(List<Entry> legend, double room) {
    int lines = legend.isEmpty() ? 0 : 1;
    double x = 0;
    for (Entry entry : legend) {
      if (x > 0 && x + length(entry) > room) {
        x = 0;
        lines++;
      }
      x += length(entry);
    }
    return lines;
  }

  private static double length(Entry entry) {
    return SWATCH + LETTER * entry.name().length() + LEGEND_GAP;
  }

  private static String tickText(double value) {
    double rounded = Math.rint(value * 1e6) / 1e6;
    return rounded == Math.rint(rounded) ? Long.toString((long) rounded) : Double.toString(rounded);
  }
}
