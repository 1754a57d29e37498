package io.quantunet.trainer.quantization;

/**
 * Weights of a learned width in bits: QuantU-Net's, by the rules of Brevitas's learned bit width
 * with power-of-two scales.
 *
 * <pre>
 * B    = round(clamp(b, 2, 8))                          b is learned, one per layer
 * w[c] = (B - 1) - ceil(log2 max|weights of c|)         clamped to the range that the layer allows
 * q    = clamp(roundHalfEven(v * 2^w[c]), -m, m)        m = 2^(B-1) - 1, the narrow range
 * </pre>
 *
 * <p>With the step {@code s = 2^-w[c]}, and because {@code ds/db = -ln 2 * s}, the width's gradient
 * of {@code sum(g * s * q)} is {@code -ln2 * sum(g * (sq - v))} over unclipped weights plus {@code
 * ln2 * s * sum(g * sign(v))} over clipped ones: Brevitas's law for power-of-two scales. A clipped
 * weight's own gradient passes only where it leads back into the range.
 */
final class LearnedWidthWeights extends OneWidthWeights {

  private static final float LN2 = (float) Math.log(2);

  /**
   * @param layer its name
   * @param channels output channels
   * @param initialBits of the learned width, 2..8
   */
  LearnedWidthWeights(String layer, int channels, float initialBits) {
    super(channels, CodeWidth.learned(layer, initialBits));
  }

  @Override
  public void backward(float[] weights, int rows, float[] quantized, float[] gradient) {
    int length = weights.length / rows;
    float limit = width().maxWeightCode();
    float[] clipped = new float[length];
    float[] sums = new float[length];
    for (int row = 0; row < rows; row++) {
      int channel = row % scales().channels();
      int from = row * length;
      int to = from + length;
      WeightKernels.findClipped(weights, from, to, edge(channel), clipped);
      // A clipped value is limit * step * sign. A scale that the range holds does not move with the
      // width; only the clip does.
      float ofClipped = scales().isHeld(channel) ? (limit + 1) / limit : 1 / limit;
      float ofRounding = scales().isHeld(channel) ? 0 : -1;
      WeightKernels.addSlopes(
          weights, quantized, gradient, from, to, clipped, ofClipped, ofRounding, sums);
      WeightKernels.blockClipped(weights, gradient, from, to, clipped);
    }
    double widthGradient = 0;
    for (float sum : sums) {
      widthGradient += LN2 * sum;
    }
    bits().gradient()[0] = (float) widthGradient;
  }
}
