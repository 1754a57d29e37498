package io.quantunet.driver.accelerator.arch;

/**
 * Bytes of a descriptor at which its little-endian fields begin. Made from the architecture file by
 * {@link ArchitectureGenerator}; do not edit.
 */
public final class QbsDescriptor {

  /** Bytes in all. */
  public static final int BYTES = 128;

  /** 16 bits: 0x4451. */
  public static final int MAGIC = 0;

  /** 8 bits: See operations. */
  public static final int OPERATION = 2;

  /** 8 bits: See flags. */
  public static final int FLAGS = 3;

  /** 32 bits: Number of the descriptor since the soft reset, from 0. */
  public static final int SEQUENCE = 4;

  /** 16 bits: Pixels of a row of the input map. */
  public static final int WIDTH = 8;

  /** 16 bits: Rows of the whole input map. */
  public static final int HEIGHT = 10;

  /** 16 bits: First row of the strip, in rows of the input map. */
  public static final int ROW0 = 12;

  /** 16 bits: Rows of the strip; even with the pool flag. */
  public static final int ROWS = 14;

  /** 16 bits: First row that is read: row0, or row0 - 1 where a 3x3 has a row above. */
  public static final int LOAD_ROW0 = 16;

  /** 16 bits: Rows that are read. */
  public static final int LOAD_ROWS = 18;

  /** 16 bits: Blocks of input channels, both sources together. */
  public static final int INPUT_BLOCKS = 20;

  /** 16 bits: Of these, from source 0, which come first. */
  public static final int INPUT_BLOCKS0 = 22;

  /** 16 bits: Blocks of output channels (of each position, for UPCONV2). */
  public static final int OUTPUT_BLOCKS = 24;

  /** 8 bits: 2..8. */
  public static final int WEIGHT_BITS = 26;

  /** 8 bits: 1..8; above 4 a code takes two digits. */
  public static final int INPUT_BITS = 27;

  /** 8 bits: 1..8, ignored with the raw flag. */
  public static final int OUTPUT_BITS = 28;

  /** 8 bits: 0. */
  public static final int RESERVED0 = 29;

  /** 16 bits: Feature words of a pixel: inputBlocks x digits. */
  public static final int BLOCK_WORDS = 30;

  /** 32 bits: Feature words of a row: ceil(width / 8) x blockWords. */
  public static final int ROW_WORDS = 32;

  /** 32 bits: Weight words of an oc-block: weightBits x taps x inputBlocks. */
  public static final int WEIGHT_WORDS = 36;

  /** 64 bits: Card address of row loadRow0 of source 0. */
  public static final int SOURCE0 = 40;

  /** 64 bits: Card address of row loadRow0 of source 1. */
  public static final int SOURCE1 = 48;

  /** 64 bits: Card address of the strip's first output row. */
  public static final int DESTINATION = 56;

  /** 64 bits: Card address of the strip's first pooled row. */
  public static final int POOL_DESTINATION = 64;

  /** 64 bits: Card address of the weight stream. */
  public static final int WEIGHTS = 72;

  /** 32 bits: Length of the weight stream. */
  public static final int WEIGHT_BYTES = 80;

  /** 32 bits: CRC-32C of the weight stream. */
  public static final int WEIGHT_CRC = 84;

  /** 32 bits: Beats of a row of source 0; its rows lie one after another. */
  public static final int SOURCE_ROW_BEATS0 = 88;

  /** 32 bits: Beats of a row of source 1, 0 without one. */
  public static final int SOURCE_ROW_BEATS1 = 92;

  /** 32 bits: Bytes from one output row to the next. */
  public static final int DESTINATION_ROW_BYTES = 96;

  /** 32 bits: Bytes from one pooled row to the next. */
  public static final int POOL_ROW_BYTES = 100;

  /** 32 bits: Bytes from eight output pixels to the next eight; pooled maps use the same. */
  public static final int DESTINATION_BLOCK_BYTES = 104;

  /** 32 bits: The sources are read once DONE_SEQUENCE has reached this number. */
  public static final int AFTER = 108;

  /** 32 bits: Output CRC that the check flag asks for. */
  public static final int EXPECTED_CRC = 112;

  /** 64 bits: 0. */
  public static final int RESERVED1 = 116;

  /** 32 bits: CRC-32C of the 124 bytes before. */
  public static final int CRC = 124;

  private QbsDescriptor() {}
}
