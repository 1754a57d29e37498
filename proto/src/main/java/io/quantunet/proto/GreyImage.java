package io.quantunet.proto;

import java.util.Arrays;

/**
 * An 8-bit grey image. The array is the caller's promise: neither side changes it afterwards.
 *
 * @param width pixels across, positive
 * @param height pixels down, positive
 * @param pixels grey levels 0..255 as unsigned bytes, {@code [height, width]} row by row
 */
public record GreyImage(int width, int height, byte[] pixels) {

  /**
   * @throws IllegalArgumentException if the sizes do not fit together
   */
  public GreyImage {
    if (width < 1 || height < 1 || (long) width * height != pixels.length) {
      throw new IllegalArgumentException(
          "a " + width + " x " + height + " image cannot have " + pixels.length + " pixels");
    }
  }

  /** The grey level, 0..255. */
  public int at(int x, int y) {
    return pixels[y * width + x] & 0xFF;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof GreyImage that
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
    return "GreyImage[" + width + " x " + height + "]";
  }
}
