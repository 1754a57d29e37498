package io.quantunet.trainer.optimizer;

/** Some numbers that are learned together, with the gradient of the last step. */
public final class Parameter {

  private final String name;
  private final Group group;
  private final float[] value;
  private final float[] gradient;

  /** What a parameter is; each has its own rate in {@link Adam}. */
  public enum Group {
    /** Convolution weights, biases, and batch normalization's scale and shift. */
    WEIGHT,
    /** A layer's learned weight width in bits. */
    BIT_WIDTH,
    /** The binary logarithm of an activation's clipping threshold. */
    THRESHOLD
  }

  private Parameter(String name, Group group, float[] value) {
    this.name = name;
    this.group = group;
    this.value = value;
    this.gradient = new float[value.length];
  }

  /**
   * A parameter that starts with these values; the array becomes its own.
   *
   * @param name unique in its net, e.g. {@code encoder1.conv1.weight}
   * @param group how it is to be learned
   */
  public static Parameter of(String name, Group group, float... value) {
    return new Parameter(name, group, value);
  }

  /** Unique in its net. */
  public String name() {
    return name;
  }

  /** How it is to be learned. */
  public Group group() {
    return group;
  }

  /** The numbers, changed in place by whoever learns them. */
  public float[] value() {
    return value;
  }

  /** Their gradient, of the same length, overwritten by every backward pass. */
  public float[] gradient() {
    return gradient;
  }
}
