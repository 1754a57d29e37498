package io.quantunet.trainer.net;

/**
 * Number format of what convolutions read: weights, activations, and the gradients on their way
 * back. Sums, pre-activations, parameters and their gradients are float32 in both.
 */
public enum Precision {
  /** 24 significant bits. */
  FLOAT32("float32"),

  /**
   * 8 significant bits: exact for codes of up to 8 bits, so the forward pass of a quantized net is
   * the same as in float32, while gradients are rounded. Needs a CPU with bfloat16 instructions.
   */
  BFLOAT16("bfloat16");

  private final String label;

  Precision(String label) {
    this.label = label;
  }

  /** Whether this CPU and oneDNN train in it. */
  public boolean isSupported() {
    return this == FLOAT32 || OneDnn.hasBfloat16();
  }

  /** Its name on the command line and in reports. */
  public String label() {
    return label;
  }

  /**
   * The precision of that name.
   *
   * @throws IllegalArgumentException naming what there is
   */
  public static Precision of(String label) {
    for (Precision precision : values()) {
      if (precision.label.equals(label)) {
        return precision;
      }
    }
    throw new IllegalArgumentException(
        "precision '%s' is unknown; choose float32 or bfloat16".formatted(label));
  }
}
