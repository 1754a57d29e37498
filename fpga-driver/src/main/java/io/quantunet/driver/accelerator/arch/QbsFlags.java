package io.quantunet.driver.accelerator.arch;

/**
 * Masks of the flags of a descriptor. Made from the architecture file by {@link
 * ArchitectureGenerator}; do not edit.
 */
public final class QbsFlags {

  /** Store the 2x2 maximum as well. */
  public static final int POOL = 1 << 0;

  /** Store channel 0 as int32 sums instead of codes. */
  public static final int RAW = 1 << 1;

  /** Raise the interrupt when stored. */
  public static final int IRQ = 1 << 2;

  /** Last descriptor of a frame. */
  public static final int LAST = 1 << 3;

  /** Compare the output CRC with expectedCrc. */
  public static final int CHECK = 1 << 4;

  private QbsFlags() {}
}
