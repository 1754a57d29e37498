package io.quantunet.trainer.quantization;

import io.quantunet.driver.model.ActivationFormat;
import io.quantunet.driver.model.BitWidth;
import io.quantunet.trainer.optimizer.Parameter;
import io.quantunet.trainer.optimizer.Parameter.Group;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * ReLU and quantization of activations to unsigned codes, with a learned power-of-two threshold
 * (TQT, Jain et al., arXiv 1903.08066) and a width {@code A} that is fixed or learned.
 *
 * <pre>
 * e = A - ceil(log2 t)       log2 t is learned
 * q = clamp(roundHalfEven(y * 2^e), 0, 2^A - 1)
 * </pre>
 *
 * <p>Gradients, with the step {@code s = 2^-e}: to {@code y} 1 inside of the range and 0 outside;
 * to {@code log2 t} {@code s ln2 (round(y/s) - y/s)} inside, 0 below, {@code s ln2 (2^A - 1)}
 * above. To {@code A}, by the law of the weights' width ({@code ds/dA = -ln 2 * s}), {@code -s ln2
 * (round(y/s) - y/s)} inside, 0 below, {@code s ln2} above: one bit more halves the step, and the
 * largest value {@code t - s} comes closer to the threshold.
 *
 * <p>The two sources of a concatenation share one quantizer object, and so one {@code A} and {@code
 * e}.
 */
public final class ActivationQuantizer {

  /** Share of values that the first threshold leaves unclipped. */
  private static final double INITIAL_QUANTILE = 0.999;

  private final CodeWidth width;
  private final Parameter log2Threshold;
  private boolean calibrated;

  /**
   * Of a fixed width.
   *
   * @param name unique, e.g. that of the layer that it follows
   * @param width of the codes
   */
  public ActivationQuantizer(String name, BitWidth width) {
    this(name, CodeWidth.fixed(name + ".activation", width));
  }

  private ActivationQuantizer(String name, CodeWidth width) {
    this.width = width;
    this.log2Threshold = Parameter.of(name + ".log2threshold", Group.THRESHOLD, 0f);
  }

  /**
   * Of a learned width.
   *
   * @param name unique, e.g. that of the layer that it follows
   * @param initialBits of the learned width, 2..8
   */
  public static ActivationQuantizer ofLearnedWidth(String name, float initialBits) {
    return new ActivationQuantizer(name, CodeWidth.learned(name + ".activation", initialBits));
  }

  /** The learned {@code log2 t}, one number; several layers may add to its gradient. */
  public Parameter log2Threshold() {
    return log2Threshold;
  }

  /** All that is learned. */
  public List<Parameter> parameters() {
    List<Parameter> parameters = new ArrayList<>(List.of(log2Threshold));
    parameters.addAll(width.parameters());
    return parameters;
  }

  /** The width before rounding, 2..8. */
  public float learnedBits() {
    return width.beforeRounding();
  }

  /** Whether the width is learned. */
  public boolean learnsWidth() {
    return width.isLearned();
  }

  /** Adds to the gradient of the width; of no effect where it is fixed. */
  public void addWidthGradient(double slope) {
    width.addGradient(slope);
  }

  /** Puts the width back into 2..8; after every optimizer step. */
  public void clampWidth() {
    width.clamp();
  }

  /** Format of the codes. */
  public ActivationFormat format() {
    BitWidth bits = width.rounded();
    int exponent = bits.bits() - (int) Math.ceil(log2Threshold.value()[0]);
    return new ActivationFormat(bits, exponent);
  }

  /** Value of one code step, {@code 2^-e}. */
  public float step() {
    return Math.scalb(1f, -format().exponent());
  }

  /** Largest code. */
  public int maxCode() {
    return width.rounded().maxActivationCode();
  }

  /** Whether the threshold has been set from data or loaded. */
  public boolean isCalibrated() {
    return calibrated;
  }

  /** Takes the threshold as it is. */
  public void markCalibrated() {
    calibrated = true;
  }

  /**
   * Takes over a format's exponent, and its width where that is learned. The threshold lies half an
   * octave inside, so that the exponent stays until the data really ask for another.
   *
   * @throws IllegalArgumentException if the width is fixed and another
   */
  public void adopt(ActivationFormat format) {
    width.adopt("activations", format.width());
    log2Threshold.value()[0] = format.width().bits() - format.exponent() - 0.5f;
    calibrated = true;
  }

  /**
   * Sets the threshold to the 99.9 % quantile of these values; a second source of the same
   * quantizer can only raise it.
   */
  public void calibrate(float[] values) {
    float[] sorted = values.clone();
    Arrays.sort(sorted);
    float quantile = sorted[(int) ((sorted.length - 1) * INITIAL_QUANTILE)];
    float log2 = (float) (Math.log(Math.max(quantile, 1e-3f)) / Math.log(2));
    float current = log2Threshold.value()[0];
    log2Threshold.value()[0] = calibrated ? Math.max(current, log2) : log2;
    calibrated = true;
  }

  /** Forgets the gradients of the step before: several layers are about to add to them. */
  public void startBackward() {
    log2Threshold.gradient()[0] = 0;
    width.bits().gradient()[0] = 0;
  }

  /** Adds to the threshold's gradient: {@code sum} is that of TQT without the factor s ln2. */
  public void addThresholdGradient(double sum) {
    log2Threshold.gradient()[0] += (float) (sum * step() * Math.log(2));
  }

  /**
   * Adds to the width's gradient what the range's inside and its upper end say.
   *
   * @param thresholdSum as in {@link #addThresholdGradient}
   * @param sumAbove of the gradients of all values above the range
   */
  public void addRangeGradient(double thresholdSum, double sumAbove) {
    // The part inside is what of the threshold's sum is left without the part above.
    double inside = thresholdSum - maxCode() * sumAbove;
    width.addGradient((sumAbove - inside) * step() * Math.log(2));
  }
}
