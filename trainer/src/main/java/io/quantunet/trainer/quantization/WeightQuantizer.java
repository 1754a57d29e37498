package io.quantunet.trainer.quantization;

import io.quantunet.driver.model.BitWidth;
import io.quantunet.trainer.optimizer.Parameter;
import io.quantunet.trainer.optimizer.Parameter.Group;
import java.util.Arrays;

/**
 * Quantizes one layer's weights to a learned width in bits.
 *
 * <pre>
 * B    = round(clamp(b, 2, 8))                          b is learned, one per layer
 * w[c] = (B - 1) - ceil(log2 max|weights of c|)         clamped to the range that the layer allows
 * q    = clamp(roundHalfEven(v * 2^w[c]), -m, m)        m = 2^(B-1) - 1, the narrow range
 * </pre>
 *
 * <p>Rounding is straight-through for the weights and for the width. With the step {@code s =
 * 2^-w[c]}, and because {@code ds/db = -ln 2 * s}, the width's gradient of {@code sum(g * s * q)}
 * is {@code -ln2 * sum(g * (sq - v))} over unclipped weights plus {@code ln2 * s * sum(g *
 * sign(v))} over clipped ones: Brevitas's law for power-of-two scales. A clipped weight's own
 * gradient passes only where it leads back into the range.
 *
 * <p>Brevitas's width has no upper bound; the clamp to 2..8 is ours: at a bound the gradient still
 * passes, the value does not leave.
 */
public final class WeightQuantizer {

  private static final float LN2 = (float) Math.log(2);

  private final int channels;
  private final Parameter bits;
  private final int[] exponents;
  private final boolean[] heldByRange;

  /**
   * @param name of the layer
   * @param channels output channels
   * @param initialBits of the learned width, 2..8
   */
  public WeightQuantizer(String name, int channels, float initialBits) {
    this.channels = channels;
    this.bits = Parameter.of(name + ".bits", Group.BIT_WIDTH, initialBits);
    this.exponents = new int[channels];
    this.heldByRange = new boolean[channels];
  }

  /** The learned width, one number. */
  public Parameter bits() {
    return bits;
  }

  /** The width before rounding, 2..8. */
  public float learnedBits() {
    return bits.value()[0];
  }

  /** The width in use. */
  public BitWidth width() {
    return new BitWidth(Math.round(learnedBits()));
  }

  /** Puts the width back into 2..8; after every optimizer step. */
  public void clampWidth() {
    bits.value()[0] = Math.min(BitWidth.MAX_BITS, Math.max(BitWidth.MIN_BITS, bits.value()[0]));
  }

  /** The scale exponents {@code w[c]} of the last {@link #quantize}, a copy. */
  public int[] exponents() {
    return exponents.clone();
  }

  /**
   * Quantizes.
   *
   * @param weights rows of equal length; row {@code r} belongs to output channel {@code r %
   *     channels}
   * @param rows number of rows, a multiple of the channels
   * @param range exponents that the layer allows
   * @param quantized values {@code q * 2^-w[c]}, as the weights; overwritten
   */
  public void quantize(float[] weights, int rows, ExponentRange range, float[] quantized) {
    chooseExponents(weights, rows, range);
    int length = weights.length / rows;
    float limit = width().maxWeightCode();
    for (int row = 0; row < rows; row++) {
      float step = Math.scalb(1f, -exponents[row % channels]);
      WeightKernels.quantize(weights, row * length, (row + 1) * length, step, limit, quantized);
    }
  }

  /**
   * Gradients of the weights and of the width, for the exponents of the last {@link #quantize}.
   *
   * @param weights as quantized
   * @param quantized what came of them
   * @param gradient on entry that of the quantized values, on return that of the weights
   */
  public void backward(float[] weights, int rows, float[] quantized, float[] gradient) {
    int length = weights.length / rows;
    float limit = width().maxWeightCode();
    float[] clipped = new float[length];
    float[] sums = new float[length];
    for (int row = 0; row < rows; row++) {
      int channel = row % channels;
      int from = row * length;
      int to = from + length;
      float step = Math.scalb(1f, -exponents[channel]);
      WeightKernels.findClipped(weights, from, to, (limit + 0.5f) * step, clipped);
      // A clipped value is limit * step * sign. A scale that the range holds does not move with the
      // width; only the clip does.
      float ofClipped = heldByRange[channel] ? (limit + 1) / limit : 1 / limit;
      float ofRounding = heldByRange[channel] ? 0 : -1;
      WeightKernels.addWidthSlopes(
          weights, quantized, gradient, from, to, clipped, ofClipped, ofRounding, sums);
      WeightKernels.blockClipped(weights, gradient, from, to, clipped);
    }
    double widthGradient = 0;
    for (float sum : sums) {
      widthGradient += LN2 * sum;
    }
    bits.gradient()[0] = (float) widthGradient;
  }

  private void chooseExponents(float[] weights, int rows, ExponentRange range) {
    int length = weights.length / rows;
    float[] largest = new float[channels];
    for (int row = 0; row < rows; row++) {
      int channel = row % channels;
      largest[channel] =
          WeightKernels.largest(weights, row * length, (row + 1) * length, largest[channel]);
    }
    Arrays.fill(heldByRange, false);
    for (int c = 0; c < channels; c++) {
      int wanted =
          largest[c] == 0 ? range.lowest() : width().bits() - 1 - PowersOfTwo.ceilLog2(largest[c]);
      exponents[c] = range.clamp(wanted);
      heldByRange[c] = exponents[c] != wanted || largest[c] == 0;
    }
  }
}
