package io.quantunet.trainer.report;

import io.quantunet.proto.BinaryMask;
import io.quantunet.trainer.report.metric.Overlap;

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
