package io.quantunet.driver.image;

import io.quantunet.proto.GreyImage;

/**
 * Stretches a frame of any size to the model's grid: antialiased bilinear (a triangle filter as
 * wide as the reduction, as in Pillow's {@code BILINEAR}), rounded half to even. A frame that has
 * the grid's size is its own result.
 *
 * <p>Everything is integer arithmetic with weights in 1/2^14, so that every machine gets the same
 * codes.
 */
public final class FramePreprocessor {

  private static final int WEIGHT_BITS = 14;

  private final int gridWidth;
  private final int gridHeight;

  /**
   * @param gridWidth pixels across, positive
   * @param gridHeight pixels down, positive
   */
  public FramePreprocessor(int gridWidth, int gridHeight) {
    if (gridWidth < 1 || gridHeight < 1) {
      throw new IllegalArgumentException("grid %d x %d is empty".formatted(gridWidth, gridHeight));
    }
    this.gridWidth = gridWidth;
    this.gridHeight = gridHeight;
  }

  /** Pixels across. */
  public int gridWidth() {
    return gridWidth;
  }

  /** Pixels down. */
  public int gridHeight() {
    return gridHeight;
  }

  /**
   * Stretches a frame to the grid.
   *
   * @param frame an image of any size
   * @return the model's input codes, {@code [gridHeight, gridWidth]}, unsigned bytes
   */
  public byte[] toGrid(GreyImage frame) {
    byte[] pixels = frame.pixels();
    if (frame.width() != gridWidth) {
      pixels = stretchRows(pixels, frame.width(), frame.height());
    }
    if (frame.height() != gridHeight) {
      pixels = stretchColumns(pixels, frame.height());
    }
    return pixels == frame.pixels() ? pixels.clone() : pixels;
  }

  private byte[] stretchRows(byte[] from, int width, int height) {
    Triangle[] filters = Triangle.filters(width, gridWidth);
    byte[] to = new byte[gridWidth * height];
    for (int y = 0; y < height; y++) {
      for (int x = 0; x < gridWidth; x++) {
        to[y * gridWidth + x] = filters[x].apply(from, y * width, 1);
      }
    }
    return to;
  }

  private byte[] stretchColumns(byte[] from, int height) {
    Triangle[] filters = Triangle.filters(height, gridHeight);
    byte[] to = new byte[gridWidth * gridHeight];
    for (int y = 0; y < gridHeight; y++) {
      for (int x = 0; x < gridWidth; x++) {
        to[y * gridWidth + x] = filters[y].apply(from, x, gridWidth);
      }
    }
    return to;
  }

  /** The weights of the source pixels {@code first, first + 1, ...} for one target pixel. */
  private record Triangle(int first, int[] weights) {

    static Triangle[] filters(int fromSize, int toSize) {
      Triangle[] filters = new Triangle[toSize];
      for (int i = 0; i < toSize; i++) {
        filters[i] = at(i, fromSize, toSize);
      }
      return filters;
    }

    private static Triangle at(int target, int fromSize, int toSize) {
      double scale = (double) fromSize / toSize;
      double radius = Math.max(scale, 1);
      double centre = (target + 0.5) * scale;
      int first = Math.max(0, (int) (centre - radius + 0.5));
      int end = Math.min(fromSize, (int) (centre + radius + 0.5));
      double[] exact = new double[end - first];
      double sum = 0;
      for (int i = 0; i < exact.length; i++) {
        exact[i] = Math.max(0, 1 - Math.abs((first + i + 0.5 - centre) / radius));
        sum += exact[i];
      }
      return new Triangle(first, integerWeights(exact, sum));
    }

    /** Rounds so that the weights add up to exactly 1: a flat image stays flat. */
    private static int[] integerWeights(double[] exact, double sum) {
      int one = 1 << WEIGHT_BITS;
      int[] weights = new int[exact.length];
      int largest = 0;
      int left = one;
      for (int i = 0; i < exact.length; i++) {
        weights[i] = (int) Math.rint(exact[i] / sum * one);
        left -= weights[i];
        largest = weights[i] > weights[largest] ? i : largest;
      }
      weights[largest] += left;
      return weights;
    }

    byte apply(byte[] from, int offset, int stride) {
      int sum = 0;
      for (int i = 0; i < weights.length; i++) {
        sum += weights[i] * (from[offset + (first + i) * stride] & 0xFF);
      }
      int half = (1 << (WEIGHT_BITS - 1)) - 1 + ((sum >> WEIGHT_BITS) & 1); // ties to even
      return (byte) ((sum + half) >> WEIGHT_BITS);
    }
  }
}
