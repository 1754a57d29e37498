package io.quantunet.trainer.report;

import io.quantunet.proto.BinaryMask;
import io.quantunet.trainer.report.metric.Overlap;
import io.quantunet.trainer.report.metric.PixelSpacing;
import io.quantunet.trainer.report.metric.SurfaceDistance;
import java.util.Optional;

/**
 * The figures of one image.
 *
 * @param name file name
 * @param className e.g. {@code benign}
 * @param overlap pixel counts, and Dice, IoU, precision and recall with them
 * @param hd95Pixels {@link SurfaceDistance} in pixels of the grid
 * @param hd95Millimetres the same in mm, where the size of a pixel is known
 */
public record ImageScore(
    String name,
    String className,
    Overlap overlap,
    double hd95Pixels,
    Optional<Double> hd95Millimetres) {

  /**
   * Measures.
   *
   * @param millimetres size of a pixel, where it is known
   * @throws IllegalArgumentException if the masks differ in size
   */
  public static ImageScore of(
      String name,
      String className,
      BinaryMask found,
      BinaryMask truth,
      Optional<PixelSpacing> millimetres) {
    return new ImageScore(
        name,
        className,
        Overlap.of(found, truth),
        SurfaceDistance.hd95(found, truth, PixelSpacing.PIXELS),
        millimetres.map(spacing -> SurfaceDistance.hd95(found, truth, spacing)));
  }

  /** Whether the true mask has any pixel. */
  public boolean hasLesion() {
    return overlap.truth() > 0;
  }

  /** Whether the found mask has any pixel. */
  public boolean isFound() {
    return overlap.found() > 0;
  }
}
