package io.quantunet.trainer.data;

/**
 * A model's grid.
 *
 * @param width pixels across, a positive multiple of 16 (the net halves it four times)
 * @param height pixels down, likewise
 */
public record GridSize(int width, int height) implements Comparable<GridSize> {

  private static final int STEP = 16;

  /**
   * @throws IllegalArgumentException if a side is no positive multiple of 16
   */
  public GridSize {
    if (width < STEP || height < STEP || width % STEP != 0 || height % STEP != 0) {
      throw new IllegalArgumentException(
          "a grid of %d x %d cannot be halved four times; take multiples of %d, e.g. 128 x 128"
              .formatted(width, height, STEP));
    }
  }

  /** As wide as it is high. */
  public static GridSize square(int side) {
    return new GridSize(side, side);
  }

  /** Pixels in all. */
  public int pixels() {
    return width * height;
  }

  /** By width, then by height. */
  @Override
  public int compareTo(GridSize other) {
    int byWidth = Integer.compare(width, other.width);
    return byWidth != 0 ? byWidth : Integer.compare(height, other.height);
  }

  @Override
  public String toString() {
    return width + " x " + height;
  }
}
