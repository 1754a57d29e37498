package io.quantunet.trainer.quantization;

import io.quantunet.driver.model.BitWidth;
import io.quantunet.trainer.optimizer.Parameter;
import io.quantunet.trainer.optimizer.Parameter.Group;
import java.util.List;

/**
 * Weights whose step and range are learned, and whose width follows from both: Uhlich et al.,
 * "Mixed precision DNNs", ICLR 2020, arXiv 1905.11452, which reports that learning the width itself
 * does worse. Here for the comparison with {@link LearnedWidthWeights}.
 *
 * <pre>
 * u[c] = 2^ceil(log2 max|weights of c|)
 * d    = 2^round(log2 delta), x = rho                   delta, rho in (0, 1] are learned, as log2
 * m    = clamp(round(x / d), 1, 127)                    the range on the grid of steps
 * B    = ceil(log2(m + 1)) + 1                          the paper's b = ceil(log2(x/d + 1)) + 1
 * q    = clamp(roundHalfEven(v / (d u[c])), -m, m)      w[c] = -log2(d u[c]), clamped
 * </pre>
 *
 * <p>It departs from the paper: step and range are relative to each channel's own power of two, so
 * that they mean the same before and after batch normalization is folded, and the step is a power
 * of two (the paper's power-of-two constraint on {@code d}).
 *
 * <p>Gradients of {@code sum(g * Q)}, straight-through for all rounding: to {@code log2 delta}
 * {@code ln2 * sum(g * (Q - v))} over unclipped weights, to {@code log2 rho} {@code ln2 * sum(g *
 * Q)} over clipped ones. Where the layer's range holds the scale only the clip moves: to {@code
 * log2 delta} {@code -ln2 * sum(g * Q)} over clipped weights. A clipped weight's own gradient
 * passes only where it leads back into the range.
 */
final class StepAndRangeWeights implements WeightQuantizer {

  private static final double LN2 = Math.log(2);
  private static final float FINEST_LOG2_STEP = 1f - BitWidth.MAX_BITS;
  private static final int LARGEST_CODE = new BitWidth(BitWidth.MAX_BITS).maxWeightCode();

  private final ChannelScales scales;
  private final Parameter log2Step;
  private final Parameter log2Range;

  /**
   * @param layer its name
   * @param channels output channels
   * @param initialBits that step and range begin with, 2..8
   */
  StepAndRangeWeights(String layer, int channels, float initialBits) {
    this.scales = new ChannelScales(channels);
    this.log2Step = Parameter.of(layer + ".log2step", Group.BIT_WIDTH, 0f);
    this.log2Range = Parameter.of(layer + ".log2range", Group.BIT_WIDTH, 0f);
    start(initialBits);
  }

  @Override
  public void quantize(float[] weights, int rows, ExponentRange range, float[] quantized) {
    scales.coverLargest(weights, rows, -stepExponent(), range);
    scales.round(weights, rows, largestCode(), quantized);
  }

  @Override
  public void backward(float[] weights, int rows, float[] quantized, float[] gradient) {
    int length = weights.length / rows;
    float[] clipped = new float[length];
    float[] ofStep = new float[length];
    float[] ofRange = new float[length];
    for (int row = 0; row < rows; row++) {
      int channel = row % scales.channels();
      int from = row * length;
      int to = from + length;
      float edge = (largestCode() + 0.5f) * scales.step(channel);
      WeightKernels.findClipped(weights, from, to, edge, clipped);
      boolean held = scales.isHeld(channel);
      WeightKernels.addSlopes(
          weights, quantized, gradient, from, to, clipped, held ? -1 : 0, held ? 0 : 1, ofStep);
      WeightKernels.addSlopes(weights, quantized, gradient, from, to, clipped, 1, 0, ofRange);
      WeightKernels.blockClipped(weights, gradient, from, to, clipped);
    }
    log2Step.gradient()[0] = (float) (LN2 * sum(ofStep));
    log2Range.gradient()[0] = (float) (LN2 * sum(ofRange));
  }

  /** The smallest width that holds {@code -m..m}. */
  @Override
  public BitWidth width() {
    return new BitWidth(Integer.SIZE - Integer.numberOfLeadingZeros(largestCode()) + 1);
  }

  @Override
  public int[] exponents() {
    return scales.exponents();
  }

  /** {@code log2(rho/delta + 1) + 1}: the width without any rounding. */
  @Override
  public float learnedBits() {
    return CodeWidth.clamp((float) (Math.log(stepsInRange() + 1) / LN2 + 1));
  }

  @Override
  public void addWidthGradient(double slope) {
    double steps = stepsInRange();
    double share = slope * steps / (steps + 1);
    log2Range.gradient()[0] += (float) share;
    log2Step.gradient()[0] -= (float) share;
  }

  @Override
  public List<Parameter> parameters() {
    return List.of(log2Step, log2Range);
  }

  /** Keeps the step within the channel's power of two and the range between a step and all. */
  @Override
  public void clampWidth() {
    float step = Math.max(FINEST_LOG2_STEP, Math.min(0, log2Step.value()[0]));
    log2Step.value()[0] = step;
    log2Range.value()[0] = Math.max(step, Math.min(0, log2Range.value()[0]));
  }

  @Override
  public void adopt(BitWidth modelWidth) {
    start(modelWidth.bits());
  }

  /** The step and range of a quantizer that covers the largest weight with so many bits. */
  private void start(float bits) {
    log2Step.value()[0] = 1 - bits;
    log2Range.value()[0] = (float) (Math.log(1 - Math.pow(2, 1 - bits)) / LN2);
  }

  private int stepExponent() {
    return Math.round(log2Step.value()[0]);
  }

  private int largestCode() {
    double range = Math.pow(2, log2Range.value()[0]);
    int code = (int) Math.rint(Math.scalb(range, -stepExponent()));
    return Math.max(1, Math.min(LARGEST_CODE, code));
  }

  private double stepsInRange() {
    return Math.pow(2, (double) log2Range.value()[0] - log2Step.value()[0]);
  }

  private static double sum(float[] values) {
    double sum = 0;
    for (float value : values) {
      sum += value;
    }
    return sum;
  }
}
