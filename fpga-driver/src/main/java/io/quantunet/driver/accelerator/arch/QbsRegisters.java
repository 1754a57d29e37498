package io.quantunet.driver.accelerator.arch;

/**
 * Byte offsets of the registers. Made from the architecture file by {@link ArchitectureGenerator};
 * do not edit.
 */
public final class QbsRegisters {

  /** "QBS1", the first letter in the lowest byte. */
  public static final int ID = 0x000;

  /** Version of this register map. */
  public static final int VERSION = 0x004;

  /** Output lanes in bits 0..15, input lanes in bits 16..31. */
  public static final int CAP_LANES = 0x008;

  /**
   * Pixel lanes (bits 0..7), digit bits (8..15), largest activation width (16..23), largest weight
   * width (24..31).
   */
  public static final int CAP_FORMATS = 0x00C;

  /** Words of the feature buffer per pixel lane, both halves together. */
  public static final int CAP_FEATURES = 0x010;

  /** Words of the weight ring; a word holds one bit for each output and input lane. */
  public static final int CAP_WEIGHTS = 0x014;

  /**
   * Bits of a beat on the weight port (0..15); oc-blocks whose parameters fit on chip (16..23);
   * output channels requantized in a cycle (24..31).
   */
  public static final int CAP_STREAM = 0x018;

  /** CRC-32C of the architecture file; the driver refuses another. */
  public static final int ARCHITECTURE_CRC = 0x01C;

  /**
   * Bit 0: enable. Bit 1: soft reset, held until it is written 0. Bit 2: halt before the next
   * descriptor.
   */
  public static final int CONTROL = 0x020;

  /** Bit 0: idle (nothing in flight on any port). Bit 1: busy. Bit 2: fault. Bit 3: halted. */
  public static final int STATUS = 0x024;

  /** Bit 0: completion. Bit 1: fault. */
  public static final int IRQ_ENABLE = 0x028;

  /**
   * Bit 0: a descriptor with the irq flag was completed after the acknowledged one. Bit 1: fault.
   */
  public static final int IRQ_STATUS = 0x02C;

  /** The DONE_SEQUENCE that the host has seen. */
  public static final int IRQ_ACKNOWLEDGE = 0x030;

  /** Card address of the descriptor ring, bits 0..31; 4096-byte aligned. */
  public static final int RING_BASE_LOW = 0x040;

  /** Bits 32..63. */
  public static final int RING_BASE_HIGH = 0x044;

  /**
   * Binary logarithm of the number of descriptors, 1..15; the completion ring has as many entries.
   */
  public static final int RING_SIZE = 0x048;

  /** Descriptors the host has written, monotonic modulo 2^32; the next has this sequence number. */
  public static final int HEAD = 0x04C;

  /** Descriptors fetched, monotonic modulo 2^32. */
  public static final int TAIL = 0x050;

  /** Descriptors completed and stored, monotonic modulo 2^32. */
  public static final int DONE_SEQUENCE = 0x054;

  /** Cycles without any progress while busy that are an error; 0 is off. */
  public static final int WATCHDOG = 0x058;

  /** Reads back what was written. */
  public static final int SCRATCH = 0x05C;

  /** First error since the soft reset. */
  public static final int ERROR_CODE = 0x060;

  /** Sequence number of the descriptor it belongs to. */
  public static final int ERROR_SEQUENCE = 0x064;

  /** What was found: the wrong value where it fits. */
  public static final int ERROR_DETAIL = 0x068;

  /** Card address of the completion ring, bits 0..31; 4096-byte aligned. */
  public static final int COMPLETION_BASE_LOW = 0x070;

  /** Bits 32..63. */
  public static final int COMPLETION_BASE_HIGH = 0x074;

  /** Any write copies all counters at once into the registers below. */
  public static final int LATCH = 0x07C;

  /** Clock cycles since the soft reset while enabled. */
  public static final int CYCLES = 0x080;

  /** Cycles with at least one descriptor in work. */
  public static final int BUSY = 0x088;

  /** Cycles in which the array took a step. */
  public static final int ARRAY_STEPS = 0x090;

  /** Cycles in which the array waited for weights. */
  public static final int WAIT_WEIGHTS = 0x098;

  /** Cycles in which the array waited for its input rows. */
  public static final int WAIT_FEATURES = 0x0A0;

  /** Cycles in which the array waited for the store stage. */
  public static final int WAIT_STORE = 0x0A8;

  /** Bytes read on both ports. */
  public static final int READ_BYTES = 0x0B0;

  /** Bytes of write beats. */
  public static final int WRITTEN_BYTES = 0x0B8;

  /** Descriptors with the last flag completed. */
  public static final int FRAMES = 0x0C0;

  private QbsRegisters() {}
}
