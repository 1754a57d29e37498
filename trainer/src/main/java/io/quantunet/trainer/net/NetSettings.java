package io.quantunet.trainer.net;

import io.quantunet.driver.model.BitWidth;
import io.quantunet.driver.model.QuantizedModel;

/**
 * What a net to be trained looks like.
 *
 * @param width channels of the first stage (64 in the paper)
 * @param gridWidth pixels across, a multiple of 16
 * @param gridHeight pixels down, a multiple of 16
 * @param batch images per step
 * @param activationWidth bits of every activation code but the input's 8
 * @param initialWeightBits where every layer's learned width starts, 2..8
 * @param quantized false trains the same net in plain floats
 * @param precision of what convolutions multiply
 */
public record NetSettings(
    int width,
    int gridWidth,
    int gridHeight,
    int batch,
    BitWidth activationWidth,
    double initialWeightBits,
    boolean quantized,
    Precision precision) {

  /** The recipe of the reference run: 6-bit activations, weights from 4.3 bits on. */
  public static NetSettings quantized(int width, int gridWidth, int gridHeight, int batch) {
    return new NetSettings(
        width, gridWidth, gridHeight, batch, new BitWidth(6), 4.3, true, Precision.FLOAT32);
  }

  /**
   * @throws IllegalArgumentException naming what is out of range
   */
  public NetSettings {
    QuantizedModel.checkGrid(gridWidth, gridHeight);
    if (width < 1 || batch < 1) {
      throw new IllegalArgumentException(
          "width and batch must be positive, were %d and %d".formatted(width, batch));
    }
    if (initialWeightBits < BitWidth.MIN_BITS || initialWeightBits > BitWidth.MAX_BITS) {
      throw new IllegalArgumentException(
          "weights must start at 2..8 bits, not at " + initialWeightBits);
    }
  }
}
