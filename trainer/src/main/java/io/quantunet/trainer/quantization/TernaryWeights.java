package io.quantunet.trainer.quantization;

import io.quantunet.driver.model.BitWidth;

/**
 * Weights of minus one, zero and one times a scale: ternary weight networks (Li and Liu, arXiv
 * 1605.04711), the comparator that TernaryNet (Heinrich et al. 2018) is among segmentation nets.
 *
 * <pre>
 * delta[c] = 0.7 * mean|weights of c|
 * alpha[c] = mean of those |weights of c| that exceed delta[c]
 * 2^-w[c]  = the power of two nearest to alpha[c]        w[c] clamped to what the layer allows
 * q        = sign(v) if |v| > delta[c], else 0           2-bit codes of the narrow range
 * </pre>
 *
 * <p>It departs from its sources: the scale is a power of two per output channel, so that the
 * integer model can carry it (the squared error is {@code n (scale - alpha)^2} plus a constant, so
 * the nearest power is the best one); activations are codes of more bits, where TernaryNet's are
 * ternary too. Gradients pass to all weights unchanged (straight-through); the scale follows the
 * weights and has no gradient of its own.
 */
final class TernaryWeights extends OneWidthWeights {

  private static final float DELTA_FACTOR = 0.7f;

  /** A bound that every magnitude exceeds. */
  private static final float ALL = -1;

  /**
   * @param layer its name
   * @param channels output channels
   */
  TernaryWeights(String layer, int channels) {
    super(channels, CodeWidth.fixed(layer, new BitWidth(BitWidth.MIN_BITS)));
  }

  @Override
  public void quantize(float[] weights, int rows, ExponentRange range, float[] quantized) {
    int length = weights.length / rows;
    for (int channel = 0; channel < scales().channels(); channel++) {
      double mean = mean(weights, rows, channel, ALL);
      float delta = (float) (DELTA_FACTOR * mean);
      if (mean == 0) {
        scales().hold(channel, range);
      } else {
        int nearest = PowersOfTwo.nearestLog2((float) mean(weights, rows, channel, delta));
        scales().set(channel, -nearest, range);
      }
      for (int row = channel; row < rows; row += scales().channels()) {
        int from = row * length;
        WeightKernels.ternarize(
            weights, from, from + length, delta, scales().step(channel), quantized);
      }
    }
  }

  @Override
  public void backward(float[] weights, int rows, float[] quantized, float[] gradient) {}

  /** Mean magnitude of a channel's weights that exceed a bound; 0 if none does. */
  private double mean(float[] weights, int rows, int channel, float bound) {
    int length = weights.length / rows;
    double sum = 0;
    long count = 0;
    for (int row = channel; row < rows; row += scales().channels()) {
      for (int i = row * length; i < (row + 1) * length; i++) {
        float magnitude = Math.abs(weights[i]);
        if (magnitude > bound) {
          sum += magnitude;
          count++;
        }
      }
    }
    return count == 0 ? 0 : sum / count;
  }
}
