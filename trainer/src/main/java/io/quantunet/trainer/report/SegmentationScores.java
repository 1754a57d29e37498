package io.quantunet.trainer.report;

import io.quantunet.proto.BinaryMask;

/**
 * Adds up how well masks match, image by image. All fractions are 0..1; on no image they are NaN.
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
    double dice = predicted.dice(truth);
    images++;
    diceOfAll += dice;
    if (truth.count() > 0) {
      lesionImages++;
      diceOfLesions += dice;
    } else if (predicted.count() > 0) {
      falsePositives++;
    }
    for (int i = 0; i < truth.pixels().length; i++) {
      pixels++;
      rightPixels += predicted.pixels()[i] == truth.pixels()[i] ? 1 : 0;
      backgroundPixels += truth.pixels()[i] == 0 ? 1 : 0;
    }
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
