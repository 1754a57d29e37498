package io.quantunet.driver.accelerator.arch;

/**
 * Numbers of the architecture. Made from the architecture file by {@link ArchitectureGenerator}; do
 * not edit.
 */
public final class Qbs {

  /** First register of every device. */
  public static final int IDENTITY = 0x31534251;

  /** Version of the register map. */
  public static final int VERSION = 1;

  /** CRC-32C of the architecture file. */
  public static final int ARCHITECTURE_CRC = 0x3071918F;

  /** First two bytes of a descriptor. */
  public static final int MAGIC = 0x4451;

  /** Pixels of a row computed at once. */
  public static final int PIXEL_LANES = 8;

  /** Bits of an activation's digit. */
  public static final int DIGIT_BITS = 4;

  /** Widest weights. */
  public static final int MAXIMUM_WEIGHT_BITS = 8;

  /** Widest activations. */
  public static final int MAXIMUM_ACTIVATION_BITS = 8;

  private Qbs() {}
}
