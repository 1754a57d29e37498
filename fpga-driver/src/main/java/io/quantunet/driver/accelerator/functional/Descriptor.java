package io.quantunet.driver.accelerator.functional;

import io.quantunet.driver.accelerator.arch.Configuration;
import io.quantunet.driver.accelerator.arch.Operation;
import io.quantunet.driver.accelerator.arch.Qbs;
import io.quantunet.driver.accelerator.arch.QbsDescriptor;
import io.quantunet.driver.accelerator.arch.QbsFlags;
import java.nio.ByteBuffer;

/**
 * The fields of a descriptor, and what follows from them.
 *
 * @param array the device
 * @param bytes its 128 bytes, little-endian
 */
record Descriptor(Configuration array, ByteBuffer bytes) {

  int u8(int field) {
    return Byte.toUnsignedInt(bytes.get(field));
  }

  int u16(int field) {
    return Short.toUnsignedInt(bytes.getShort(field));
  }

  int u32(int field) {
    return bytes.getInt(field);
  }

  long u64(int field) {
    return bytes.getLong(field);
  }

  boolean is(Operation operation) {
    return u8(QbsDescriptor.OPERATION) == operation.code();
  }

  /** Whether a flag is set, see {@link QbsFlags}. */
  boolean has(int flag) {
    return (u8(QbsDescriptor.FLAGS) & flag) != 0;
  }

  int width() {
    return u16(QbsDescriptor.WIDTH);
  }

  int height() {
    return u16(QbsDescriptor.HEIGHT);
  }

  int row0() {
    return u16(QbsDescriptor.ROW0);
  }

  int rows() {
    return u16(QbsDescriptor.ROWS);
  }

  int loadRow0() {
    return u16(QbsDescriptor.LOAD_ROW0);
  }

  int loadRows() {
    return u16(QbsDescriptor.LOAD_ROWS);
  }

  int inputBlocks() {
    return u16(QbsDescriptor.INPUT_BLOCKS);
  }

  int inputBlocks0() {
    return u16(QbsDescriptor.INPUT_BLOCKS0);
  }

  int outputBlocks() {
    return u16(QbsDescriptor.OUTPUT_BLOCKS);
  }

  int weightBits() {
    return u8(QbsDescriptor.WEIGHT_BITS);
  }

  int outputBits() {
    return u8(QbsDescriptor.OUTPUT_BITS);
  }

  boolean hasSecondSource() {
    return inputBlocks0() < inputBlocks();
  }

  int digits() {
    return digits(u8(QbsDescriptor.INPUT_BITS));
  }

  int outputDigits() {
    return digits(outputBits());
  }

  private static int digits(int bits) {
    return bits > Qbs.DIGIT_BITS ? 2 : 1;
  }

  int taps() {
    return is(Operation.CONV3) ? 9 : 1;
  }

  int computedBlocks() {
    return (is(Operation.UPCONV2) ? 4 : 1) * outputBlocks();
  }

  int rowBlocks() {
    return (width() + Qbs.PIXEL_LANES - 1) / Qbs.PIXEL_LANES;
  }

  int weightWords() {
    return weightBits() * taps() * inputBlocks();
  }

  /** Bytes of the weight stream of one block of output channels. */
  int blockStreamBytes() {
    return 8 * array.outputLanes() + weightWords() * array.weightWordBytes();
  }

  /** Steps of the array, for the counters. */
  long steps() {
    return (long) rows() * rowBlocks() * computedBlocks() * weightWords() * digits();
  }
}
