package io.quantunet.proto;

import java.util.Arrays;

/**
 * A lesion mask. The array is the caller's promise: neither side changes it afterwards.
 *
 * @param width pixels across, positive
 * @param height pixels down, positive
 * @param pixels 1 = lesion, 0 = background, {@code [height, width]} row by row
 */
public record BinaryMask(int width, int height, byte[] pixels) {

  /**
   * @throws IllegalArgumentException if the sizes do not fit together
   */
  public BinaryMask {
    if (width < 1 || height < 1 || (long) width * height != pixels.length) {
      throw new IllegalArgumentException(
          "a " + width + " x " + height + " mask cannot have " + pixels.length + " pixels");
    }
  }

  /** The set pixels of a grey image: those of 128 and more. */
  public static BinaryMask ofGrey(GreyImage image) {
    byte[] pixels = new byte[image.pixels().length];
    for (int i = 0; i < pixels.length; i++) {
      pixels[i] = (byte) ((image.pixels()[i] & 0xFF) >>> 7);
    }
    return new BinaryMask(image.width(), image.height(), pixels);
  }

  /** Whether the pixel is lesion. */
  public boolean at(int x, int y) {
    return pixels[y * width + x] != 0;
  }

  /** Number of lesion pixels. */
  public int count() {
    int count = 0;
    for (byte pixel : pixels) {
      count += pixel;
    }
    return count;
  }

  /**
   * The mask at another size, each pixel taken from the nearest one: {@code floor((x + 0.5) * from
   * / to)}.
   */
  public BinaryMask resizeNearest(int toWidth, int toHeight) {
    if (toWidth == width && toHeight == height) {
      return this;
    }
    byte[] resized = new byte[toWidth * toHeight];
    for (int y = 0; y < toHeight; y++) {
      int row = nearest(y, height, toHeight) * width;
      for (int x = 0; x < toWidth; x++) {
        resized[y * toWidth + x] = pixels[row + nearest(x, width, toWidth)];
      }
    }
    return new BinaryMask(toWidth, toHeight, resized);
  }

  /**
   * Dice coefficient {@code 2 |A and B| / (|A| + |B|)}, 0..1; 1 if both are empty (Dice 1945, and
   * the convention of segmentation benchmarks for empty masks).
   *
   * @throws IllegalArgumentException if the sizes differ
   */
  public double dice(BinaryMask other) {
    if (width != other.width || height != other.height) {
      throw new IllegalArgumentException(
          "masks of %d x %d and %d x %d cannot be compared"
              .formatted(width, height, other.width, other.height));
    }
    int both = 0;
    int sum = 0;
    for (int i = 0; i < pixels.length; i++) {
      both += pixels[i] & other.pixels[i];
      sum += pixels[i] + other.pixels[i];
    }
    return sum == 0 ? 1.0 : 2.0 * both / sum;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof BinaryMask that
        && width == that.width
        && height == that.height
        && Arrays.equals(pixels, that.pixels);
  }

  @Override
  public int hashCode() {
    return 31 * (31 * width + height) + Arrays.hashCode(pixels);
  }

  @Override
  public String toString() {
    return "BinaryMask[" + width + " x " + height + ", " + count() + " set]";
  }

  private static int nearest(int to, int fromSize, int toSize) {
    return (int) ((2L * to + 1) * fromSize / (2L * toSize));
  }
}
