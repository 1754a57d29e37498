package io.quantunet.trainer.net;

import io.quantunet.driver.model.BitWidth;
import io.quantunet.driver.model.QuantizedModel;
import io.quantunet.trainer.quantization.ActivationScheme;
import io.quantunet.trainer.quantization.WeightScheme;

/**
 * What a net to be trained looks like.
 *
 * @param width channels of the first stage (64 in the paper)
 * @param gridWidth pixels across, a multiple of 16
 * @param gridHeight pixels down, a multiple of 16
 * @param batch images per step
 * @param weights how weights are represented
 * @param activations how all activations but the 8-bit input are represented
 * @param precision of what convolutions multiply
 */
public record NetSettings(
    int width,
    int gridWidth,
    int gridHeight,
    int batch,
    WeightScheme weights,
    ActivationScheme activations,
    Precision precision) {

  /** The recipe of the reference run: 6-bit activations, weights from 4.3 bits on. */
  public static NetSettings quantized(int width, int gridWidth, int gridHeight, int batch) {
    return new NetSettings(
        width, gridWidth, gridHeight, batch, new BitWidth(6), 4.3, true, Precision.FLOAT32);
  }

  /** The same net in floats. */
  public static NetSettings fullPrecision(int width, int gridWidth, int gridHeight, int batch) {
    return new NetSettings(
        width,
        gridWidth,
        gridHeight,
        batch,
        new WeightScheme.FullPrecision(),
        new ActivationScheme.FullPrecision(),
        Precision.FLOAT32);
  }

  /**
   * Weights of learned widths and activations of a fixed one, or a net in floats.
   *
   * @param activationWidth bits of every activation code but the input's 8
   * @param initialWeightBits where every layer's learned width starts, 2..8
   * @param quantized false trains the same net in plain floats
   */
  public NetSettings(
      int width,
      int gridWidth,
      int gridHeight,
      int batch,
      BitWidth activationWidth,
      double initialWeightBits,
      boolean quantized,
      Precision precision) {
    this(
        width,
        gridWidth,
        gridHeight,
        batch,
        quantized
            ? new WeightScheme.LearnedWidth(initialWeightBits)
            : new WeightScheme.FullPrecision(),
        quantized
            ? new ActivationScheme.FixedWidth(activationWidth)
            : new ActivationScheme.FullPrecision(),
        precision);
  }

  /**
   * @throws IllegalArgumentException naming what is out of range, or if only one of weights and
   *     activations is quantized: without codes on both sides there is no integer model to imitate
   */
  public NetSettings {
    QuantizedModel.checkGrid(gridWidth, gridHeight);
    if (width < 1 || batch < 1) {
      throw new IllegalArgumentException(
          "width and batch must be positive, were %d and %d".formatted(width, batch));
    }
    boolean floatWeights = weights instanceof WeightScheme.FullPrecision;
    boolean floatActivations = activations instanceof ActivationScheme.FullPrecision;
    if (floatWeights != floatActivations) {
      throw new IllegalArgumentException(
          "weights and activations are quantized together or not at all, were %s and %s"
              .formatted(weights, activations));
    }
  }

  /** Whether the net imitates an integer model; otherwise it computes in floats. */
  public boolean isQuantized() {
    return !(weights instanceof WeightScheme.FullPrecision);
  }

  /** The same on another grid. */
  NetSettings onGrid(int otherWidth, int otherHeight) {
    return new NetSettings(width, otherWidth, otherHeight, batch, weights, activations, precision);
  }
}
