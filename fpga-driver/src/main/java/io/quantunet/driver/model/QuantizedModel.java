package io.quantunet.driver.model;

import java.util.List;

/**
 * A U-Net of Table 1 (encoder of four stages, bottleneck, decoder of four stages, head) in
 * integers.
 *
 * @param width channels of the first stage (64 in the paper)
 * @param layers the 23 layers with weights, in order of execution: see {@link UNetLayout}
 * @param threshold a pixel is lesion if {@code logit > threshold}
 */
public record QuantizedModel(int width, List<Layer> layers, int threshold) {

  /**
   * @throws IllegalArgumentException if the layers are not those of a U-Net of this width, or the
   *     format that one writes is not the one that the next reads
   */
  public QuantizedModel {
    layers = List.copyOf(layers);
    UNetLayout.check(width, layers);
  }

  /** Unweighted mean of the weight widths of all layers, bits. */
  public double averageBits() {
    return layers.stream().mapToInt(layer -> layer.weightWidth().bits()).average().orElseThrow();
  }

  /**
   * Checks a frame's size against the four poolings.
   *
   * @throws IllegalArgumentException if a side is not a positive multiple of 16
   */
  public static void checkGrid(int gridWidth, int gridHeight) {
    if (gridWidth < 16 || gridHeight < 16 || gridWidth % 16 != 0 || gridHeight % 16 != 0) {
      throw new IllegalArgumentException(
          "grid %d x %d: both sides must be positive multiples of 16 (four poolings)"
              .formatted(gridWidth, gridHeight));
    }
  }
}
