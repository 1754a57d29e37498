package io.quantunet.trainer.report.chart;

import io.quantunet.trainer.report.chart.Series.Point;
import io.quantunet.trainer.report.chart.Svg.Anchor;
import java.util.ArrayList;
import java.util.List;

/**
 * Writes names beside dots, each on the first side where it covers no dot and no other name; where
 * all is full it rather crosses an interval than a name.
 */
final class Labels {

  private static final double LETTER = 5.4;
  private static final double HEIGHT = 12;
  private static final double GAP = 9;

  private record Box(double left, double top, double right, double bottom) {

    boolean meets(Box other) {
      return left < other.right && other.left < right && top < other.bottom && other.top < bottom;
    }

    boolean isWithin(Frame frame) {
      return left >= frame.left() && right <= frame.right() && top >= frame.top() - HEIGHT;
    }
  }

  private final Frame frame;
  private final List<Box> dots = new ArrayList<>();
  private final List<Box> names = new ArrayList<>();

  private Labels(Frame frame) {
    this.frame = frame;
  }

  static void draw(Svg svg, Frame frame, Scale x, Scale y, List<Series> series) {
    Labels labels = new Labels(frame);
    for (Series one : series) {
      if (one.dotted()) {
        one.points().forEach(point -> labels.keepFree(point, x, y));
      }
    }
    for (Series one : series) {
      for (Point point : one.points()) {
        point
            .label()
            .ifPresent(name -> labels.write(svg, x.pixel(point.x()), y.pixel(point.y()), name));
      }
    }
  }

  /** A dot and its interval. */
  private void keepFree(Point point, Scale x, Scale y) {
    double middle = x.pixel(point.x());
    dots.add(new Box(middle - 5, y.pixel(point.high()) - 5, middle + 5, y.pixel(point.low()) + 5));
  }

  private void write(Svg svg, double x, double y, String name) {
    double length = LETTER * name.length();
    List<Box> places = new ArrayList<>();
    for (double down : new double[] {-8, 8, 0, -20, 20, -32, 32, -44, 44}) {
      places.add(box(x + GAP, y + down, length));
      places.add(box(x - GAP - length, y + down, length));
    }
    Box place =
        places.stream()
            .filter(box -> isReadable(box) && dots.stream().noneMatch(box::meets))
            .findFirst()
            .or(() -> places.stream().filter(this::isReadable).findFirst())
            .orElse(places.get(0));
    names.add(place);
    svg.smallText(place.left(), place.bottom() - 2.5, Anchor.START, Palette.INK, name);
  }

  private boolean isReadable(Box place) {
    return place.isWithin(frame) && names.stream().noneMatch(place::meets);
  }

  private static Box box(double left, double middle, double length) {
    return new Box(left, middle - HEIGHT / 2, left + length, middle + HEIGHT / 2);
  }
}
