package io.quantunet.driver.accelerator.arch;

/**
 * Bytes of a completion at which its little-endian fields begin. Made from the architecture file by
 * {@link ArchitectureGenerator}; do not edit.
 */
public final class QbsCompletion {

  /** Bytes in all. */
  public static final int BYTES = 32;

  /** 32 bits: The descriptor's. */
  public static final int SEQUENCE = 0;

  /** 32 bits: 0, or the error code. */
  public static final int STATUS = 4;

  /** 32 bits: CRC-32C of all bytes stored, in the order of storing. */
  public static final int OUTPUT_CRC = 8;

  /** 32 bits: Cycles in which the array waited. */
  public static final int WAITS = 12;

  /** 64 bits: Cycles from the end of the descriptor before to the end of this one. */
  public static final int CYCLES = 16;

  /** 64 bits: Cycles in which the array took a step. */
  public static final int STEPS = 24;

  private QbsCompletion() {}
}
