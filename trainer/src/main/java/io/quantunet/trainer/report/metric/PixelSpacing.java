package io.quantunet.trainer.report.metric;

/**
 * Size of a pixel of the grid.
 *
 * @param across width of a pixel, in the unit of the distances that are wanted (mm or pixels)
 * @param down height of a pixel
 */
public record PixelSpacing(double across, double down) {

  /** Distances in pixels of the grid. */
  public static final PixelSpacing PIXELS = new PixelSpacing(1, 1);

  /**
   * @throws IllegalArgumentException unless both are positive and finite
   */
  public PixelSpacing {
    if (!(across > 0 && down > 0) || Double.isInfinite(across) || Double.isInfinite(down)) {
      throw new IllegalArgumentException(
          "a pixel of %s x %s has no size; give positive millimetres".formatted(across, down));
    }
  }
}
