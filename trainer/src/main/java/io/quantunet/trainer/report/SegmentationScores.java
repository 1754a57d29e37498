package io.quantunet.trainer.report;

import io.quantunet.proto.BinaryMask;
import io.quantunet.trainer.report.metric.Overlap;
import java.util.Map;
import java.util.TreeMap;

/**
 * Adds up how well masks match, image by image, with no more effort than training between two
 * epochs can spare; {@link EvaluationScores} has intervals and classes. All fractions are 0..1; on
 * no image they are NaN.
 */
public final class SegmentationScores {

  private int images;
  private int lesionImages;
  private int falsePositives;
  private double diceOfLesions;
  private double diceOfAll;
  private long pixels;
  private long rightPixels;
  private long backgroundPixels;

  /** Takes one image's mask and the truth, of the same size, into account. */
  public void add(BinaryMask predicted, BinaryMask truth) {
    Overlap overlap = Overlap.of(predicted, truth);
    images++;
    diceOfAll += overlap.dice();
    if (overlap.truth() > 0) {
      lesionImages++;
      diceOfLesions += overlap.dice();
    } else if (overlap.found() > 0) {
      falsePositives++;
    }
    pixels += overlap.pixels();
    rightPixels += overlap.both() + overlap.neither();
    backgroundPixels += overlap.pixels() - overlap.truth();
  }

  /**
   * The figures as a model's manifest holds them: {@code images, dice_lesion_mean, dice_all_mean,
   * false_positive_rate, pixel_accuracy, all_background_accuracy}; a mean over nothing is left out.
   *
   * @param prefix of all keys, e.g. {@code val_}
   */
  public Map<String, Double> metrics(String prefix) {
    Map<String, Double> metrics = new TreeMap<>();
    metrics.put(prefix + "images", (double) images);
    metrics.put(prefix + "dice_lesion_mean", diceLesionMean());
    metrics.put(prefix + "dice_all_mean", diceAllMean());
    metrics.put(prefix + "false_positive_rate", falsePositiveRate());
    metrics.put(prefix + "pixel_accuracy", pixelAccuracy());
    metrics.put(prefix + "all_background_accuracy", allBackgroundAccuracy());
    metrics.values().removeIf(value -> !Double.isFinite(value));
    return metrics;
  }

  /** Number of images. */
  public int images() {
    return images;
  }

  /** Number of images with a lesion. */
  public int lesionImages() {
    return lesionImages;
  }

  /** Mean of the Dice per image over images with a lesion. */
  public double diceLesionMean() {
    return diceOfLesions / lesionImages;
  }

  /** Mean of the Dice per image over all images; both masks empty counts as 1. */
  public double diceAllMean() {
    return diceOfAll / images;
  }

  /** Share of pixels that are right. */
  public double pixelAccuracy() {
    return (double) rightPixels / pixels;
  }

  /**
   * Pixel accuracy of a net that never finds anything: what the other figure must be held against.
   */
  public double allBackgroundAccuracy() {
    return (double) backgroundPixels / pixels;
  }

  /** Share of the images without a lesion in which one was found. */
  public double falsePositiveRate() {
    return (double) falsePositives / (images - lesionImages);
  }
}
