package io.quantunet.trainer.report.chart;

import io.quantunet.trainer.report.chart.Series.Point;
import io.quantunet.trainer.report.chart.Svg.Anchor;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.ToDoubleFunction;
import java.util.stream.DoubleStream;
import java.util.stream.Stream;

/** Lines and dots over two axes. Every method returns the chart itself. */
public final class XyChart {

  private static final double MARGIN = 0.06;
  private static final double DOT = 4.5;
  private static final double SMALL_DOT = 3.2;

  private record Reference(String name, double y) {}

  private record Moment(String name, double x) {}

  private record Range(double min, double max) {}

  private final String title;
  private final String xName;
  private final String yName;
  private final List<Series> series = new ArrayList<>();
  private final List<Reference> references = new ArrayList<>();
  private Optional<Moment> moment = Optional.empty();
  private Optional<Range> yRange = Optional.empty();
  private boolean doubling;
  private Frame.Size size = Frame.Size.HALF;

  private XyChart(String title, String xName, String yName) {
    this.title = title;
    this.xName = xName;
    this.yName = yName;
  }

  /** An empty chart; names of axes carry their units. */
  public static XyChart of(String title, String xName, String yName) {
    return new XyChart(title, xName, yName);
  }

  /** Adds a series; one without points only keeps its place in the legend. */
  public XyChart add(Series more) {
    series.add(more);
    return this;
  }

  /** A dashed horizontal line that the rest must be held against. */
  public XyChart reference(String name, double y) {
    references.add(new Reference(name, y));
    return this;
  }

  /** A dashed vertical line where something happened. */
  public XyChart moment(String name, double x) {
    moment = Optional.of(new Moment(name, x));
    return this;
  }

  /** Fixes the vertical axis; it fits the values otherwise. */
  public XyChart yRange(double min, double max) {
    yRange = Optional.of(new Range(min, max));
    return this;
  }

  /** Equal steps along x double the value. */
  public XyChart doublingX() {
    doubling = true;
    return this;
  }

  /** As wide as a page. */
  public XyChart wide() {
    size = Frame.Size.WHOLE;
    return this;
  }

  /** The drawing. */
  public String svg() {
    List<Frame.Entry> legend = new ArrayList<>();
    series.forEach(one -> legend.add(one.legend()));
    references.forEach(line -> legend.add(new Frame.Entry(line.name(), Palette.SOFT_INK, true)));
    Frame frame = Frame.with(size, legend);
    Svg svg = new Svg(size.width(), size.height(), title);
    frame.title(svg, title);
    frame.legend(svg, legend);
    if (points().findAny().isEmpty()) {
      svg.text(size.width() / 2, size.height() / 2, Anchor.MIDDLE, Palette.SOFT_INK, "no values");
      return svg.end();
    }
    Scale x = xScale(frame);
    Scale y = yScale(frame);
    frame.axes(svg, x, y, xName, yName);
    drawMarks(svg, frame, x, y);
    series.forEach(one -> drawSeries(svg, one, x, y));
    Labels.draw(svg, frame, x, y, series);
    return svg.end();
  }

  private void drawMarks(Svg svg, Frame frame, Scale x, Scale y) {
    for (Reference line : references) {
      double at = y.pixel(line.y());
      svg.dashedLine(frame.left(), at, frame.right(), at, Palette.SOFT_INK);
    }
    moment.ifPresent(
        event -> {
          double at = x.pixel(event.x());
          svg.dashedLine(at, frame.top(), at, frame.bottom(), Palette.SOFT_INK);
          boolean farRight = at > frame.left() + 0.8 * (frame.right() - frame.left());
          Anchor anchor = farRight ? Anchor.END : Anchor.MIDDLE;
          svg.smallText(at, frame.top() - 4, anchor, Palette.SOFT_INK, event.name());
        });
  }

  private static void drawSeries(Svg svg, Series one, Scale x, Scale y) {
    if (one.joined() && one.points().size() > 1) {
      StringBuilder path = new StringBuilder();
      for (Point point : one.points()) {
        path.append(path.length() == 0 ? 'M' : 'L')
            .append(Svg.number(x.pixel(point.x())))
            .append(' ')
            .append(Svg.number(y.pixel(point.y())));
      }
      svg.path(path.toString(), one.colour(), 2);
    }
    if (one.dotted()) {
      one.points().forEach(point -> drawDot(svg, one, point, x, y));
    }
  }

  private static void drawDot(Svg svg, Series one, Point point, Scale x, Scale y) {
    double at = x.pixel(point.x());
    if (point.low() < point.high()) {
      svg.line(at, y.pixel(point.low()), at, y.pixel(point.high()), one.colour(), 1.4);
      svg.line(at - 4, y.pixel(point.low()), at + 4, y.pixel(point.low()), one.colour(), 1.4);
      svg.line(at - 4, y.pixel(point.high()), at + 4, y.pixel(point.high()), one.colour(), 1.4);
    }
    boolean small = one.style() == Series.Style.CLOUD;
    String where = String.format(Locale.ROOT, "%.3f at %.2f", point.y(), point.x());
    String title = point.label().orElse(one.name()) + ": " + where;
    svg.circle(
        at, y.pixel(point.y()), small ? SMALL_DOT : DOT, one.colour(), small ? 0.55 : 1, title);
  }

  private Scale xScale(Frame frame) {
    Range range = range(points().mapToDouble(Point::x));
    if (doubling) {
      return new Scale(range.min() / 1.25, range.max() * 1.25, frame.left(), frame.right(), true);
    }
    return scale(range, 0, frame.left(), frame.right());
  }

  private Scale yScale(Frame frame) {
    if (yRange.isPresent()) {
      return scale(yRange.get(), 0, frame.bottom(), frame.top());
    }
    DoubleStream lines = references.stream().mapToDouble(Reference::y);
    DoubleStream ends = Stream.of(values(Point::low), values(Point::high)).flatMapToDouble(d -> d);
    return scale(range(DoubleStream.concat(ends, lines)), MARGIN, frame.bottom(), frame.top());
  }

  /** A scale with some room at both ends; a single value gets a unit around it. */
  private static Scale scale(Range range, double margin, double from, double to) {
    double room = range.max() > range.min() ? margin * (range.max() - range.min()) : 0.5;
    return new Scale(range.min() - room, range.max() + room, from, to, false);
  }

  private static Range range(DoubleStream values) {
    var statistics = values.summaryStatistics();
    return new Range(statistics.getMin(), statistics.getMax());
  }

  private DoubleStream values(ToDoubleFunction<Point> coordinate) {
    return points().mapToDouble(coordinate);
  }

  private Stream<Point> points() {
    return series.stream().flatMap(one -> one.points().stream());
  }
}
