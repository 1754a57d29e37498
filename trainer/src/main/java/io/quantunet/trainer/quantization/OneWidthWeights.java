package io.quantunet.trainer.quantization;

import io.quantunet.driver.model.BitWidth;
import io.quantunet.trainer.optimizer.Parameter;
import java.util.List;

/**
 * Weights whose width is one number of the layer, learned or fixed, with a scale per output
 * channel.
 *
 * <pre>
 * w[c] = (B - 1) - ceil(log2 max|weights of c|)         clamped to the range that the layer allows
 * q    = clamp(roundHalfEven(v * 2^w[c]), -m, m)        m = 2^(B-1) - 1, the narrow range
 * </pre>
 */
abstract sealed class OneWidthWeights implements WeightQuantizer
    permits FixedWidthWeights, LearnedWidthWeights, TernaryWeights {

  private final ChannelScales scales;
  private final CodeWidth width;

  /**
   * @param channels output channels
   */
  OneWidthWeights(int channels, CodeWidth width) {
    this.scales = new ChannelScales(channels);
    this.width = width;
  }

  ChannelScales scales() {
    return scales;
  }

  @Override
  public void quantize(float[] weights, int rows, ExponentRange range, float[] quantized) {
    BitWidth now = width();
    scales.coverLargest(weights, rows, now.bits() - 1, range);
    scales.round(weights, rows, now.maxWeightCode(), quantized);
  }

  /** Magnitude from which on a channel's weights are clipped. */
  float edge(int channel) {
    return (width().maxWeightCode() + 0.5f) * scales.step(channel);
  }

  @Override
  public BitWidth width() {
    return width.rounded();
  }

  @Override
  public int[] exponents() {
    return scales.exponents();
  }

  @Override
  public float learnedBits() {
    return width.beforeRounding();
  }

  @Override
  public void addWidthGradient(double slope) {
    if (width.isLearned()) {
      width.addGradient(slope);
    }
  }

  @Override
  public Parameter bits() {
    return width.bits();
  }

  @Override
  public List<Parameter> parameters() {
    return width.parameters();
  }

  @Override
  public void clampWidth() {
    width.clamp();
  }

  @Override
  public void adopt(BitWidth modelWidth) {
    width.adopt("weights", modelWidth);
  }
}
