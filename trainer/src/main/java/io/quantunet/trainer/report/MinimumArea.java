package io.quantunet.trainer.report;

import io.quantunet.trainer.report.metric.Findings;
import io.quantunet.trainer.report.metric.Overlap;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;

/**
 * What the figures of a net would be if findings smaller than some area were dropped. That is
 * post-processing and no part of the model: neither engines nor edges do it.
 *
 * @param points one for each area, from 0 (the model as it is) upwards
 */
public record MinimumArea(List<Point> points) {

  private static final int LARGEST_POWER = 10;
  private static final int DECIMALS = 6;

  /**
   * Means over images.
   *
   * @param area that a finding must have to stay, pixels of the grid
   * @param diceLesions over images with a lesion; NaN without any
   * @param diceAll over all images, empty/empty being 1
   * @param falsePositiveRate share of the images without a lesion in which one was found
   */
  public record Point(int area, double diceLesions, double diceAll, double falsePositiveRate) {}

  /** Copies the list. */
  public MinimumArea {
    points = List.copyOf(points);
  }

  /** For areas of 0, 8, 16, ... 1024 pixels. */
  public static MinimumArea of(List<EvaluatedImage> images) {
    return new MinimumArea(
        IntStream.concat(
                IntStream.of(0), IntStream.rangeClosed(3, LARGEST_POWER).map(power -> 1 << power))
            .mapToObj(area -> point(area, images))
            .toList());
  }

  /**
   * The area with the highest Dice over all images, the smallest of these; to be asked of images
   * that nothing is judged by.
   */
  public int best() {
    return points.stream()
        .max(
            Comparator.comparingDouble(Point::diceAll)
                .thenComparing(Comparator.comparingInt(Point::area).reversed()))
        .orElseThrow()
        .area();
  }

  /**
   * What an area makes of the figures.
   *
   * @throws IllegalArgumentException if it is none of those that were tried
   */
  public Point at(int area) {
    return points.stream()
        .filter(point -> point.area() == area)
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException("no area of %d was tried".formatted(area)));
  }

  /**
   * A line per area: {@code part,area_pixels,dice_lesion_mean,dice_all_mean,false_positive_rate}.
   */
  public String csv(String part) {
    StringBuilder csv = new StringBuilder();
    for (Point point : points) {
      csv.append(
          Csv.line(
              List.of(
                  part,
                  Integer.toString(point.area()),
                  Csv.number(point.diceLesions(), DECIMALS),
                  Csv.number(point.diceAll(), DECIMALS),
                  Csv.number(point.falsePositiveRate(), DECIMALS))));
    }
    return csv.toString();
  }

  /** The columns of {@link #csv}. */
  public static String csvHeader() {
    return Csv.line(
        List.of("part", "area_pixels", "dice_lesion_mean", "dice_all_mean", "false_positive_rate"));
  }

  /** What an area makes of the figures, in one line for people. */
  public String summary(int area) {
    Point plain = at(0);
    Point point = at(area);
    return String.format(
        Locale.ROOT,
        "without findings below %d pixels (post-processing, not the model): Dice %.4f instead of"
            + " %.4f on lesion images, %.4f instead of %.4f on all; false positives on %.0f %%"
            + " instead of %.0f %% of normal images",
        area,
        point.diceLesions(),
        plain.diceLesions(),
        point.diceAll(),
        plain.diceAll(),
        100 * point.falsePositiveRate(),
        100 * plain.falsePositiveRate());
  }

  private static Point point(int area, List<EvaluatedImage> images) {
    List<Overlap> overlaps =
        images.stream()
            .map(image -> Overlap.of(Findings.ofAtLeast(area, image.found()), image.truth()))
            .toList();
    return new Point(
        area,
        mean(overlaps.stream().filter(image -> image.truth() > 0).toList()),
        mean(overlaps),
        overlaps.stream()
            .filter(image -> image.truth() == 0)
            .mapToDouble(image -> image.found() > 0 ? 1 : 0)
            .average()
            .orElse(Double.NaN));
  }

  private static double mean(List<Overlap> overlaps) {
    return overlaps.stream().mapToDouble(Overlap::dice).average().orElse(Double.NaN);
  }
}
