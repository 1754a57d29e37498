package io.quantunet.driver.accelerator.driver;

/**
 * The card memory that a driver may use.
 *
 * @param base first card address, a multiple of 4096: 0 behind PCIe, the buffer's physical address
 *     on a Zynq
 * @param bytes how many
 */
public record MemoryWindow(long base, long bytes) {

  /** What the simulated card has unless it is told otherwise: 1 GiB from address 0. */
  public static final MemoryWindow SIMULATED = new MemoryWindow(0, 1L << 30);

  private static final long ALIGNMENT = 4096;

  /**
   * @throws IllegalArgumentException if the base is not aligned, or it is too small for the rings
   */
  public MemoryWindow {
    if (base % ALIGNMENT != 0 || bytes < DescriptorRing.BYTES) {
      throw new IllegalArgumentException(
          "card memory of %d bytes at 0x%x: it must begin at a multiple of %d and hold %d bytes"
              .formatted(bytes, base, ALIGNMENT, DescriptorRing.BYTES));
    }
  }

  /** The address after the last. */
  public long end() {
    return base + bytes;
  }
}
