package io.quantunet.trainer.report.metric;

import io.quantunet.proto.BinaryMask;

/**
 * How the pixels of a found mask and of the true one agree, and the fractions made of that. All
 * fractions are 0..1. One rule for what would be 0/0: if both masks are empty, everything is right
 * and the fraction is 1; otherwise it is 0.
 *
 * @param both pixels that are lesion in both masks (true positives)
 * @param onlyFound pixels that are lesion in the found mask only (false positives)
 * @param onlyTrue pixels that are lesion in the true mask only (false negatives)
 * @param neither pixels that are lesion in neither (true negatives)
 */
public record Overlap(int both, int onlyFound, int onlyTrue, int neither) {

  /**
   * Counts.
   *
   * @throws IllegalArgumentException if the sizes differ
   */
  public static Overlap of(BinaryMask found, BinaryMask truth) {
    if (found.width() != truth.width() || found.height() != truth.height()) {
      throw new IllegalArgumentException(
          "masks of %d x %d and %d x %d cannot be compared"
              .formatted(found.width(), found.height(), truth.width(), truth.height()));
    }
    int both = 0;
    for (int i = 0; i < truth.pixels().length; i++) {
      both += found.pixels()[i] & truth.pixels()[i];
    }
    int onlyFound = found.count() - both;
    int onlyTrue = truth.count() - both;
    return new Overlap(
        both, onlyFound, onlyTrue, truth.pixels().length - both - onlyFound - onlyTrue);
  }

  /** Pixels of the found mask. */
  public int found() {
    return both + onlyFound;
  }

  /** Pixels of the true mask. */
  public int truth() {
    return both + onlyTrue;
  }

  /** Pixels of the image. */
  public int pixels() {
    return both + onlyFound + onlyTrue + neither;
  }

  /** {@code 2 |A and B| / (|A| + |B|)} (Dice 1945, Ecology 26; also called F1). */
  public double dice() {
    return fraction(2.0 * both, found() + truth());
  }

  /** Intersection over union, {@code |A and B| / |A or B|} (Jaccard 1912). */
  public double iou() {
    return fraction(both, both + onlyFound + onlyTrue);
  }

  /** Share of the found pixels that are lesion (positive predictive value). */
  public double precision() {
    return fraction(both, found());
  }

  /** Share of the lesion's pixels that were found (sensitivity). */
  public double recall() {
    return fraction(both, truth());
  }

  /** Share of all pixels that are right; high for any net where lesions are small. */
  public double accuracy() {
    return (double) (both + neither) / pixels();
  }

  /** Share of the pixels that are background: the accuracy of a net that never finds anything. */
  public double backgroundShare() {
    return (double) (pixels() - truth()) / pixels();
  }

  private double fraction(double part, int whole) {
    if (whole > 0) {
      return part / whole;
    }
    return found() == 0 && truth() == 0 ? 1 : 0;
  }
}
