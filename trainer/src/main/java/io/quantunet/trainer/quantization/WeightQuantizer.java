package io.quantunet.trainer.quantization;

import io.quantunet.driver.model.BitWidth;
import io.quantunet.trainer.optimizer.Parameter;
import java.util.List;

/**
 * Quantizes one layer's weights to signed codes of the narrow range {@code -m..m} with a
 * power-of-two scale per output channel: values {@code q * 2^-w[c]}. Rounding is straight-through
 * in all of them.
 *
 * <p>Weights come as rows of equal length; row {@code r} belongs to output channel {@code r %
 * channels}.
 */
public sealed interface WeightQuantizer
    permits FullPrecisionWeights, OneWidthWeights, StepAndRangeWeights {

  /**
   * Quantizes.
   *
   * @param weights rows of equal length
   * @param rows number of rows, a multiple of the channels
   * @param range exponents that the layer allows
   * @param quantized values {@code q * 2^-w[c]}, as the weights; overwritten
   */
  void quantize(float[] weights, int rows, ExponentRange range, float[] quantized);

  /**
   * Gradients of the weights and of {@link #parameters}, for the scales of the last {@link
   * #quantize}.
   *
   * @param weights as quantized
   * @param quantized what came of them
   * @param gradient on entry that of the quantized values, on return that of the weights
   */
  void backward(float[] weights, int rows, float[] quantized, float[] gradient);

  /**
   * The width in use.
   *
   * @throws IllegalStateException if the weights are floats
   */
  BitWidth width();

  /**
   * The scale exponents {@code w[c]} of the last {@link #quantize}, a copy.
   *
   * @throws IllegalStateException if the weights are floats
   */
  int[] exponents();

  /** Bits that a stored weight takes: 2..8, or 32 as a float. */
  default int storedBits() {
    return width().bits();
  }

  /** The same before rounding, where it is learned: what a price on bits is about. */
  default float learnedBits() {
    return storedBits();
  }

  /** Adds to the gradient of {@link #learnedBits}; of no effect where that is not learned. */
  default void addWidthGradient(double slope) {}

  /**
   * The one number that is the width.
   *
   * @throws IllegalStateException if there is no such number; {@link #learnedBits} and {@link
   *     #addWidthGradient} do for all quantizers
   */
  default Parameter bits() {
    throw new IllegalStateException(
        getClass().getSimpleName()
            + " has no bit width of its own to learn; price learnedBits() by addWidthGradient()");
  }

  /** What is learned besides the weights. */
  default List<Parameter> parameters() {
    return List.of();
  }

  /** Puts what is learned back into its bounds; after every optimizer step. */
  default void clampWidth() {}

  /**
   * Goes on from an integer model's width.
   *
   * @throws IllegalArgumentException if this quantizer has another that it cannot change
   */
  void adopt(BitWidth width);
}
