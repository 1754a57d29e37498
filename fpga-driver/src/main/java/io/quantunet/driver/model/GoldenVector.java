package io.quantunet.driver.model;

import io.quantunet.proto.BinaryMask;
import java.util.Arrays;

/**
 * A frame with what every exact engine makes of it.
 *
 * @param width pixels across
 * @param height pixels down
 * @param input the net's input codes, {@code [height, width]}, unsigned bytes
 * @param layerCrc32c CRC-32C of each layer's output codes (NHWC bytes) in order of execution; of
 *     the head's logits as int32 little endian
 * @param mask the lesion mask
 */
public record GoldenVector(
    int width, int height, byte[] input, int[] layerCrc32c, BinaryMask mask) {

  /**
   * @throws IllegalArgumentException if the sizes do not fit together
   */
  public GoldenVector {
    QuantizedModel.checkGrid(width, height);
    if (input.length != width * height || mask.width() != width || mask.height() != height) {
      throw new IllegalArgumentException(
          "golden vector of %d x %d with %d input codes and a mask of %d x %d"
              .formatted(width, height, input.length, mask.width(), mask.height()));
    }
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof GoldenVector that
        && width == that.width
        && height == that.height
        && Arrays.equals(input, that.input)
        && Arrays.equals(layerCrc32c, that.layerCrc32c)
        && mask.equals(that.mask);
  }

  @Override
  public int hashCode() {
    return 31 * Arrays.hashCode(input) + Arrays.hashCode(layerCrc32c);
  }

  @Override
  public String toString() {
    return "GoldenVector[" + width + " x " + height + "]";
  }
}
