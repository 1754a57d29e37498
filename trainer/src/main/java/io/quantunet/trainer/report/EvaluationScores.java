package io.quantunet.trainer.report;

import io.quantunet.trainer.report.metric.BatchMicroDice;
import io.quantunet.trainer.report.metric.Bootstrap;
import io.quantunet.trainer.report.metric.Clusters;
import io.quantunet.trainer.report.metric.Estimate;
import io.quantunet.trainer.report.metric.Overlap;
import io.quantunet.trainer.report.metric.PairedBootstrap;
import io.quantunet.trainer.report.metric.PairedDifference;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.ToDoubleFunction;
import java.util.stream.Collectors;

/**
 * How well a net segments a set of images.
 *
 * @param perImage the figures of every image, in the order of evaluation
 * @param lesions over the images with a lesion
 * @param all over all images; an image where both masks are empty counts as Dice 1
 * @param classes over the images of each class, by name
 * @param pixelAccuracy share of all pixels that are right
 * @param allBackgroundAccuracy the same of a net that never finds anything
 * @param microDice Dice of the pixels of all images together
 * @param batchMicroDice {@link BatchMicroDice} over all images
 * @param batchMicroDiceOfLesions the same over the images with a lesion, as the literature does
 * @param bootstrap how the intervals were made
 */
public record EvaluationScores(
    List<ImageScore> perImage,
    GroupScores lesions,
    GroupScores all,
    List<GroupScores> classes,
    Estimate pixelAccuracy,
    double allBackgroundAccuracy,
    Estimate microDice,
    double batchMicroDice,
    double batchMicroDiceOfLesions,
    Bootstrap bootstrap) {

  /** Copies the lists. */
  public EvaluationScores {
    perImage = List.copyOf(perImage);
    classes = List.copyOf(classes);
  }

  /** Adds up the figures of images. */
  public static EvaluationScores of(List<ImageScore> perImage, Bootstrap bootstrap) {
    List<ImageScore> lesions = lesionsOf(perImage);
    List<Overlap> overlaps = overlaps(perImage);
    return new EvaluationScores(
        perImage,
        GroupScores.of("all lesions", lesions, bootstrap),
        GroupScores.of("all images", perImage, bootstrap),
        classes(perImage, bootstrap),
        pooled(perImage, image -> image.both() + image.neither(), Overlap::pixels, bootstrap),
        pooledValue(overlaps, image -> image.pixels() - image.truth(), Overlap::pixels),
        pooled(
            perImage,
            image -> 2.0 * image.both(),
            image -> image.found() + image.truth(),
            bootstrap),
        BatchMicroDice.of(overlaps),
        BatchMicroDice.of(overlaps(lesions)),
        bootstrap);
  }

  /** Images that are near-duplicates of each other are drawn together in all intervals. */
  static Clusters clusters(List<ImageScore> images) {
    return Clusters.of(images.stream().map(ImageScore::leakGroup).toList());
  }

  /** Number of groups of near-duplicates, an image without any being one of its own. */
  public int groups() {
    return clusters(perImage).count();
  }

  /** What the intervals were made by, in words. */
  public String resampling() {
    return groups() == images()
        ? "%,d resamples of the images".formatted(bootstrap.resamples())
        : "%,d resamples of %d groups of near-duplicates, which hold the %d images"
            .formatted(bootstrap.resamples(), groups(), images());
  }

  /** Number of images. */
  public int images() {
    return perImage.size();
  }

  /** How many images of which class, e.g. {@code 98 images: 66 benign, 32 malignant}. */
  public String counts() {
    return "%d images: %s"
        .formatted(
            images(),
            classes.stream()
                .map(group -> group.images() + " " + group.name())
                .collect(Collectors.joining(", ")));
  }

  /** Mean of the Dice per image over images with a lesion, without its interval. */
  public double diceLesionMean() {
    return lesions.dice().value();
  }

  /**
   * Whether this net's Dice on the lesion images differs from another's.
   *
   * @throws IllegalArgumentException if the other saw other images
   */
  public PairedDifference diceOfLesionsAgainst(EvaluationScores other) {
    List<ImageScore> mine = lesionsOf(perImage);
    List<ImageScore> others = lesionsOf(other.perImage);
    if (!keys(mine).equals(keys(others))) {
      throw new IllegalArgumentException(
          "the two nets were evaluated on %d and %d lesion images, and not on the same; evaluate"
                  .formatted(mine.size(), others.size())
              + " both on the same folder and part");
    }
    return new PairedBootstrap(bootstrap).compare(dice(mine), dice(others), clusters(mine));
  }

  private static List<String> keys(List<ImageScore> scores) {
    return scores.stream().map(score -> score.className() + "/" + score.name()).toList();
  }

  private static double[] dice(List<ImageScore> scores) {
    return scores.stream().mapToDouble(score -> score.overlap().dice()).toArray();
  }

  private static List<ImageScore> lesionsOf(List<ImageScore> scores) {
    return scores.stream().filter(ImageScore::hasLesion).toList();
  }

  private static List<Overlap> overlaps(List<ImageScore> scores) {
    return scores.stream().map(ImageScore::overlap).toList();
  }

  private static List<GroupScores> classes(List<ImageScore> scores, Bootstrap bootstrap) {
    SortedMap<String, List<ImageScore>> byClass = new TreeMap<>();
    for (ImageScore score : scores) {
      byClass.computeIfAbsent(score.className(), name -> new ArrayList<>()).add(score);
    }
    return byClass.entrySet().stream()
        .map(entry -> GroupScores.of(entry.getKey(), entry.getValue(), bootstrap))
        .toList();
  }

  private static Estimate pooled(
      List<ImageScore> images,
      ToDoubleFunction<Overlap> part,
      ToDoubleFunction<Overlap> whole,
      Bootstrap bootstrap) {
    List<Overlap> overlaps = overlaps(images);
    return bootstrap.ratio(
        overlaps.stream().mapToDouble(part).toArray(),
        overlaps.stream().mapToDouble(whole).toArray(),
        clusters(images));
  }

  private static double pooledValue(
      List<Overlap> images, ToDoubleFunction<Overlap> part, ToDoubleFunction<Overlap> whole) {
    return images.stream().mapToDouble(part).sum() / images.stream().mapToDouble(whole).sum();
  }
}
