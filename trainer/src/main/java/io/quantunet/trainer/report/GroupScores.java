package io.quantunet.trainer.report;

import io.quantunet.trainer.report.metric.Bootstrap;
import io.quantunet.trainer.report.metric.Estimate;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.function.ToDoubleFunction;

/**
 * Means over a group of images, each with its interval.
 *
 * @param name of the group, e.g. {@code benign}
 * @param images how many
 * @param lesionImages how many of them have a lesion
 * @param missed lesion images in which nothing at all was found
 * @param dice mean per image, as all the following
 * @param iou intersection over union
 * @param precision share of found pixels that are lesion
 * @param recall share of lesion pixels that were found
 * @param hd95Pixels surface distance in pixels of the grid
 * @param hd95Millimetres the same in mm; empty unless all images tell the size of a pixel
 * @param falsePositiveRate share of the images without a lesion in which one was found
 */
public record GroupScores(
    String name,
    int images,
    int lesionImages,
    int missed,
    Estimate dice,
    Estimate iou,
    Estimate precision,
    Estimate recall,
    Estimate hd95Pixels,
    Optional<Estimate> hd95Millimetres,
    Estimate falsePositiveRate) {

  static GroupScores of(String name, List<ImageScore> scores, Bootstrap bootstrap) {
    List<ImageScore> normal = scores.stream().filter(score -> !score.hasLesion()).toList();
    return new GroupScores(
        name,
        scores.size(),
        scores.size() - normal.size(),
        count(scores, score -> score.hasLesion() && !score.isFound()),
        mean(scores, score -> score.overlap().dice(), bootstrap),
        mean(scores, score -> score.overlap().iou(), bootstrap),
        mean(scores, score -> score.overlap().precision(), bootstrap),
        mean(scores, score -> score.overlap().recall(), bootstrap),
        mean(scores, ImageScore::hd95Pixels, bootstrap),
        millimetres(scores, bootstrap),
        mean(normal, score -> score.isFound() ? 1 : 0, bootstrap));
  }

  /** Whether any of its images has a lesion to find. */
  public boolean hasLesions() {
    return lesionImages > 0;
  }

  private static Optional<Estimate> millimetres(List<ImageScore> scores, Bootstrap bootstrap) {
    boolean known = scores.stream().allMatch(score -> score.hd95Millimetres().isPresent());
    return known && !scores.isEmpty()
        ? Optional.of(mean(scores, score -> score.hd95Millimetres().orElseThrow(), bootstrap))
        : Optional.empty();
  }

  private static Estimate mean(
      List<ImageScore> scores, ToDoubleFunction<ImageScore> figure, Bootstrap bootstrap) {
    return bootstrap.mean(
        scores.stream().mapToDouble(figure).toArray(), EvaluationScores.clusters(scores));
  }

  private static int count(List<ImageScore> scores, Predicate<ImageScore> condition) {
    return (int) scores.stream().filter(condition).count();
  }
}
