package io.quantunet.trainer.report.chart;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Points that belong together.
 *
 * @param name for the legend
 * @param colour as CSS writes it
 * @param points in order; those without a value are left out
 * @param style how they are drawn
 */
public record Series(String name, String colour, List<Point> points, Style style) {

  /** How points are drawn. */
  public enum Style {
    LINE,
    DOTS,
    JOINED_DOTS,
    CLOUD
  }

  /**
   * One point.
   *
   * @param x to the right
   * @param y upwards
   * @param low lower end of the interval of y; {@code y} without one
   * @param high upper end
   * @param label written beside it
   */
  public record Point(double x, double y, double low, double high, Optional<String> label) {

    boolean isKnown() {
      return Double.isFinite(x) && Double.isFinite(y);
    }
  }

  /** Leaves out what has no value. */
  public Series {
    points = points.stream().filter(Point::isKnown).toList();
  }

  /**
   * A line through values.
   *
   * @throws IllegalArgumentException if there are not as many x as y
   */
  public static Series line(String name, String colour, double[] xs, double[] ys) {
    if (xs.length != ys.length) {
      throw new IllegalArgumentException(
          "series %s has %d x and %d y".formatted(name, xs.length, ys.length));
    }
    List<Point> points = new ArrayList<>();
    for (int i = 0; i < xs.length; i++) {
      points.add(new Point(xs[i], ys[i], ys[i], ys[i], Optional.empty()));
    }
    // A line needs two points: a single epoch is a dot.
    return new Series(name, colour, points, xs.length == 1 ? Style.DOTS : Style.LINE);
  }

  /** Dots with intervals and labels; joined if they are one family. */
  public static Series dots(String name, String colour, List<Point> points, boolean joined) {
    return new Series(name, colour, points, joined ? Style.JOINED_DOTS : Style.DOTS);
  }

  /** Many small dots that may cover each other. */
  public static Series cloud(String name, String colour, List<Point> points) {
    return new Series(name, colour, points, Style.CLOUD);
  }

  boolean joined() {
    return style == Style.LINE || style == Style.JOINED_DOTS;
  }

  boolean dotted() {
    return style != Style.LINE;
  }

  Frame.Entry legend() {
    return new Frame.Entry(name, colour, false);
  }
}
