package io.quantunet.trainer.report.metric;

import io.quantunet.proto.BinaryMask;

/**
 * How far the outlines of two masks lie apart.
 *
 * <p>HD95 is the 95th percentile of the distances from every border pixel of either mask to the
 * nearest border pixel of the other, both directions in one list (MedPy's {@code hd95}; the robust
 * form of the Hausdorff distance of Huttenlocher et al. 1993). A border pixel is a lesion pixel
 * with a background pixel, or the image's edge, to its left, right, above or below.
 *
 * <p>Empty masks: both empty are 0 apart; one empty is as wrong as can be, the image's diagonal
 * (the convention of the BraTS challenge). So a net gains nothing by finding nothing.
 */
public final class SurfaceDistance {

  private static final double SHARE = 0.95;

  private SurfaceDistance() {}

  /**
   * HD95.
   *
   * @param spacing size of a pixel; the result has its unit
   * @throws IllegalArgumentException if the masks differ in size
   */
  public static double hd95(BinaryMask found, BinaryMask truth, PixelSpacing spacing) {
    Overlap overlap = Overlap.of(found, truth);
    if (overlap.found() == 0 && overlap.truth() == 0) {
      return 0;
    }
    if (overlap.found() == 0 || overlap.truth() == 0) {
      return Math.hypot(truth.width() * spacing.across(), truth.height() * spacing.down());
    }
    BinaryMask foundBorder = border(found);
    BinaryMask trueBorder = border(truth);
    double[] distances = new double[foundBorder.count() + trueBorder.count()];
    int next = addDistances(foundBorder, trueBorder, spacing, distances, 0);
    addDistances(trueBorder, foundBorder, spacing, distances, next);
    return Percentile.of(distances, SHARE);
  }

  private static BinaryMask border(BinaryMask mask) {
    int width = mask.width();
    int height = mask.height();
    byte[] border = new byte[width * height];
    for (int y = 0; y < height; y++) {
      for (int x = 0; x < width; x++) {
        boolean inside =
            x > 0
                && y > 0
                && x < width - 1
                && y < height - 1
                && mask.at(x - 1, y)
                && mask.at(x + 1, y)
                && mask.at(x, y - 1)
                && mask.at(x, y + 1);
        border[y * width + x] = (byte) (mask.at(x, y) && !inside ? 1 : 0);
      }
    }
    return new BinaryMask(width, height, border);
  }

  /** Distance of every set pixel of one mask to the nearest of the other; where to go on. */
  private static int addDistances(
      BinaryMask from, BinaryMask to, PixelSpacing spacing, double[] distances, int start) {
    double[] squaredDown = squaredColumnDistances(to, spacing.down());
    int width = from.width();
    int next = start;
    for (int y = 0; y < from.height(); y++) {
      for (int x = 0; x < width; x++) {
        if (from.at(x, y)) {
          double nearest = Double.POSITIVE_INFINITY;
          for (int column = 0; column < width; column++) {
            double across = (column - x) * spacing.across();
            nearest = Math.min(nearest, across * across + squaredDown[y * width + column]);
          }
          distances[next++] = Math.sqrt(nearest);
        }
      }
    }
    return next;
  }

  /**
   * Squared distance of every pixel to the nearest set one of its own column, infinite in an empty
   * column: the first pass of a separable distance transform (Saito & Toriwaki 1994).
   */
  private static double[] squaredColumnDistances(BinaryMask mask, double down) {
    int width = mask.width();
    int height = mask.height();
    double[] squared = new double[width * height];
    for (int x = 0; x < width; x++) {
      double distance = Double.POSITIVE_INFINITY;
      for (int y = 0; y < height; y++) {
        distance = mask.at(x, y) ? 0 : distance + down;
        squared[y * width + x] = distance;
      }
      distance = Double.POSITIVE_INFINITY;
      for (int y = height - 1; y >= 0; y--) {
        distance = mask.at(x, y) ? 0 : distance + down;
        double nearest = Math.min(distance, squared[y * width + x]);
        squared[y * width + x] = nearest * nearest;
      }
    }
    return squared;
  }
}
