package io.quantunet.trainer.quantization;

import io.quantunet.driver.model.BitWidth;

/**
 * Weights of one width that is not learned: fixed-point quantization-aware training as AskariHemmat
 * et al. trained U-Nets, arXiv 1908.01073 (4-bit weights, 6-bit activations).
 *
 * <pre>
 * w[c] = (B - 1) - ceil(log2 max|weights of c|)         clamped to the range that the layer allows
 * q    = clamp(roundHalfEven(v * 2^w[c]), -m, m)        m = 2^(B-1) - 1
 * </pre>
 *
 * <p>The binary point is each output channel's own and the range the symmetric narrow one: the
 * integer model's choices, not the paper's. A clipped weight's gradient passes only where it leads
 * back into the range.
 */
final class FixedWidthWeights extends OneWidthWeights {

  /**
   * @param layer its name
   * @param channels output channels
   */
  FixedWidthWeights(String layer, int channels, BitWidth width) {
    super(channels, CodeWidth.fixed(layer, width));
  }

  @Override
  public void backward(float[] weights, int rows, float[] quantized, float[] gradient) {
    int length = weights.length / rows;
    float[] clipped = new float[length];
    for (int row = 0; row < rows; row++) {
      int from = row * length;
      float edge = edge(row % scales().channels());
      WeightKernels.findClipped(weights, from, from + length, edge, clipped);
      WeightKernels.blockClipped(weights, gradient, from, from + length, clipped);
    }
  }
}
