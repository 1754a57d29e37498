package io.quantunet.trainer.quantization;

import io.quantunet.driver.model.ActivationFormat;
import io.quantunet.driver.model.BitWidth;
import io.quantunet.trainer.optimizer.Parameter;
import io.quantunet.trainer.optimizer.Parameter.Group;
import java.util.Arrays;

/**
 * ReLU and quantization of activations to unsigned codes, with a learned power-of-two threshold
 * (TQT, Jain et al., arXiv 1903.08066).
 *
 * <pre>
 * e = A - ceil(log2 t)       log2 t is learned
 * q = clamp(roundHalfEven(y * 2^e), 0, 2^A - 1)
 * </pre>
 *
 * <p>Gradients, with the step {@code s = 2^-e}: to {@code y} 1 inside of the range and 0 outside;
 * to {@code log2 t} {@code s ln2 (round(y/s) - y/s)} inside, 0 below, {@code s ln2 (2^A - 1)}
 * above. The two sources of a concatenation share one quantizer object, and so one {@code A} and
 * {@code e}.
 */
public final class ActivationQuantizer {

  /** Share of values that the first threshold leaves unclipped. */
  private static final double INITIAL_QUANTILE = 0.999;

  private final BitWidth width;
  private final Parameter log2Threshold;
  private boolean calibrated;

  /**
   * @param name unique, e.g. that of the layer that it follows
   * @param width of the codes
   */
  public ActivationQuantizer(String name, BitWidth width) {
    this.width = width;
    this.log2Threshold = Parameter.of(name + ".log2threshold", Group.THRESHOLD, 0f);
  }

  /** The learned {@code log2 t}, one number; several layers may add to its gradient. */
  public Parameter log2Threshold() {
    return log2Threshold;
  }

  /** Format of the codes. */
  public ActivationFormat format() {
    int exponent = width.bits() - (int) Math.ceil(log2Threshold.value()[0]);
    return new ActivationFormat(width, exponent);
  }

  /** Value of one code step, {@code 2^-e}. */
  public float step() {
    return Math.scalb(1f, -format().exponent());
  }

  /** Largest code. */
  public int maxCode() {
    return width.maxActivationCode();
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
   * Takes over a format's exponent. The threshold lies half an octave inside, so that the exponent
   * stays until the data really ask for another.
   *
   * @throws IllegalArgumentException if the format has another width
   */
  public void adopt(ActivationFormat format) {
    if (!format.width().equals(width)) {
      throw new IllegalArgumentException(
          "activations of %d bits cannot continue as %d bits"
              .formatted(format.width().bits(), width.bits()));
    }
    log2Threshold.value()[0] = width.bits() - format.exponent() - 0.5f;
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

  /** Adds to the threshold's gradient: {@code sum} is that of TQT without the factor s ln2. */
  public void addThresholdGradient(double sum) {
    log2Threshold.gradient()[0] += (float) (sum * step() * Math.log(2));
  }
}
