package io.quantunet.trainer.report;

import io.quantunet.trainer.report.metric.Overlap;
import java.util.List;

/**
 * A line per image: {@code hd95} is in pixels of the grid, {@code hd95_mm} is empty where the size
 * of a pixel is not known. All fractions follow from the four pixel counts.
 */
final class ImageCsv {

  private static final int DECIMALS = 6;
  private static final List<String> COLUMNS =
      List.of(
          "name",
          "class",
          "dice",
          "iou",
          "hd95",
          "precision",
          "recall",
          "found_pixels",
          "true_pixels",
          "common_pixels",
          "image_pixels",
          "hd95_mm",
          "leak_group");

  private ImageCsv() {}

  static String of(List<ImageScore> scores) {
    StringBuilder csv = new StringBuilder(Csv.line(COLUMNS));
    scores.forEach(score -> csv.append(line(score)));
    return csv.toString();
  }

  private static String line(ImageScore score) {
    Overlap overlap = score.overlap();
    return Csv.line(
        List.of(
            score.name(),
            score.className(),
            Csv.number(overlap.dice(), DECIMALS),
            Csv.number(overlap.iou(), DECIMALS),
            Csv.number(score.hd95Pixels(), DECIMALS),
            Csv.number(overlap.precision(), DECIMALS),
            Csv.number(overlap.recall(), DECIMALS),
            Integer.toString(overlap.found()),
            Integer.toString(overlap.truth()),
            Integer.toString(overlap.both()),
            Integer.toString(overlap.pixels()),
            score.hd95Millimetres().map(value -> Csv.number(value, DECIMALS)).orElse(""),
            score.leakGroup().orElse("")));
  }
}
