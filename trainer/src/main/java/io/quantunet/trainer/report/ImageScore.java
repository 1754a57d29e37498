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
 * @param leakGroup the near-duplicates that it is one of; empty if that is not known
 * @param overlap pixel counts, and Dice, IoU, precision and recall with them
 * @param hd95Pixels {@link SurfaceDistance} in pixels of the grid
 * @param hd95Millimetres the same in mm, where the size of a pixel is known
 */
public record ImageScore(
    String name,
    String className,
    Optional<String> leakGroup,
    Overlap overlap,
    double hd95Pixels,
    Optional<Double> hd95Millimetres) {

  /**
   * Measures.
   *
   * @throws IllegalArgumentException if the masks differ in size
   */
  static ImageScore of(EvaluatedImage image) {
    BinaryMask found = image.found();
    BinaryMask truth = image.truth();
    return new ImageScore(
        image.name(),
        image.className(),
        image.leakGroup(),
        Overlap.of(found, truth),
        SurfaceDistance.hd95(found, truth, PixelSpacing.PIXELS),
        image.millimetres().map(spacing -> SurfaceDistance.hd95(found, truth, spacing)));
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
