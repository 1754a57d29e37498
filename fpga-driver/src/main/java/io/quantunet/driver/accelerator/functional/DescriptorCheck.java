package io.quantunet.driver.accelerator.functional;

import io.quantunet.driver.accelerator.arch.ErrorCode;
import io.quantunet.driver.accelerator.arch.Operation;
import io.quantunet.driver.accelerator.arch.Qbs;
import io.quantunet.driver.accelerator.arch.QbsDescriptor;
import io.quantunet.driver.accelerator.arch.QbsFlags;
import java.util.zip.CRC32C;

/**
 * What a descriptor must be before the device begins it. First its CRC, then the checks in the
 * order of the error codes: the first that fails is the error.
 */
record DescriptorCheck(Descriptor descriptor) {

  private static final int ADDRESS_BITS = 40;
  private static final int RAW_BLOCK_BYTES = 32;
  private static final int LARGEST_WORDS = 0xFFFF;

  void run(int sequence) throws Fault {
    checkCrc();
    boolean magic = descriptor.u16(QbsDescriptor.MAGIC) == Qbs.MAGIC;
    boolean known = Operation.of(descriptor.u8(QbsDescriptor.OPERATION)).isPresent();
    require(magic && known, ErrorCode.OPERATION, descriptor.u32(QbsDescriptor.MAGIC));
    int found = descriptor.u32(QbsDescriptor.SEQUENCE);
    require(found == sequence, ErrorCode.SEQUENCE, found);
    checkBits();
    checkAddresses();
    checkFields();
    checkProducts();
  }

  private void checkCrc() throws Fault {
    CRC32C crc = new CRC32C();
    crc.update(descriptor.bytes().duplicate().position(0).limit(QbsDescriptor.CRC));
    int right = (int) crc.getValue();
    require(right == descriptor.u32(QbsDescriptor.CRC), ErrorCode.DESCRIPTOR_CRC, right);
  }

  private void checkBits() throws Fault {
    int weights = descriptor.weightBits();
    int input = descriptor.u8(QbsDescriptor.INPUT_BITS);
    int output = descriptor.outputBits();
    boolean supported =
        isBetween(weights, 2, Qbs.MAXIMUM_WEIGHT_BITS)
            && isBetween(input, 1, Qbs.MAXIMUM_ACTIVATION_BITS)
            && (descriptor.has(QbsFlags.RAW) || isBetween(output, 1, Qbs.MAXIMUM_ACTIVATION_BITS));
    require(supported, ErrorCode.UNSUPPORTED, output << 16 | input << 8 | weights);
  }

  private static boolean isBetween(int bits, int least, int most) {
    return bits >= least && bits <= most;
  }

  /** Everything lies at whole blocks of eight beats, also what is not used. */
  private void checkAddresses() throws Fault {
    int blockBytes = descriptor.u32(QbsDescriptor.DESTINATION_BLOCK_BYTES);
    boolean aligned =
        isAddress(QbsDescriptor.SOURCE0)
            && isAddress(QbsDescriptor.SOURCE1)
            && isAddress(QbsDescriptor.DESTINATION)
            && isAddress(QbsDescriptor.POOL_DESTINATION)
            && isAddress(QbsDescriptor.WEIGHTS)
            && isAligned(descriptor.u32(QbsDescriptor.DESTINATION_ROW_BYTES))
            && isAligned(descriptor.u32(QbsDescriptor.POOL_ROW_BYTES))
            && (descriptor.has(QbsFlags.RAW)
                ? blockBytes == RAW_BLOCK_BYTES
                : isAligned(blockBytes));
    require(aligned, ErrorCode.ALIGNMENT, (int) descriptor.u64(QbsDescriptor.DESTINATION));
  }

  private boolean isAddress(int field) {
    long address = descriptor.u64(field);
    return isAligned(address) && address >>> ADDRESS_BITS == 0;
  }

  private boolean isAligned(long bytes) {
    return bytes % (Qbs.PIXEL_LANES * descriptor.array().beatBytes()) == 0;
  }

  private void checkFields() throws Fault {
    int blocks = descriptor.inputBlocks();
    int blocks0 = descriptor.inputBlocks0();
    boolean fits =
        descriptor.width() > 0
            && descriptor.rows() > 0
            && isBetween(blocks0, 1, blocks)
            && descriptor.outputBlocks() > 0
            && areRowsRight()
            && areFlagsRight()
            && descriptor.u16(QbsDescriptor.BLOCK_WORDS) == blocks * descriptor.digits()
            && u32(QbsDescriptor.WEIGHT_WORDS) <= LARGEST_WORDS
            && u32(QbsDescriptor.ROW_WORDS) <= LARGEST_WORDS;
    require(fits, ErrorCode.SIZE, descriptor.row0() << 16 | descriptor.rows());
  }

  private boolean areRowsRight() {
    int halo = descriptor.is(Operation.CONV3) ? 1 : 0;
    int end = descriptor.row0() + descriptor.rows();
    int loadEnd = descriptor.loadRow0() + descriptor.loadRows();
    return end <= descriptor.height()
        && descriptor.loadRow0() == Math.max(0, descriptor.row0() - halo)
        && loadEnd == Math.min(descriptor.height(), end + halo);
  }

  private boolean areFlagsRight() {
    boolean up = descriptor.is(Operation.UPCONV2);
    boolean raw = descriptor.has(QbsFlags.RAW);
    boolean even =
        descriptor.rows() % 2 == 0 && descriptor.row0() % 2 == 0 && descriptor.width() % 2 == 0;
    boolean poolFits = !descriptor.has(QbsFlags.POOL) || (even && !up && !raw);
    boolean rawFits = !raw || (!up && descriptor.outputBlocks() == 1);
    return poolFits && rawFits;
  }

  private void checkProducts() throws Fault {
    long rowWords = (long) descriptor.rowBlocks() * descriptor.inputBlocks() * descriptor.digits();
    requireProduct(QbsDescriptor.ROW_WORDS, rowWords);
    requireProduct(QbsDescriptor.WEIGHT_WORDS, descriptor.weightWords());
    long beats = (long) descriptor.rowBlocks() * descriptor.digits() * Qbs.PIXEL_LANES;
    int blocks0 = descriptor.inputBlocks0();
    requireProduct(QbsDescriptor.SOURCE_ROW_BEATS0, beats * blocks0);
    requireProduct(QbsDescriptor.SOURCE_ROW_BEATS1, beats * (descriptor.inputBlocks() - blocks0));
    long stream = (long) descriptor.computedBlocks() * descriptor.blockStreamBytes();
    requireProduct(QbsDescriptor.WEIGHT_BYTES, stream);
    long words = descriptor.loadRows() * rowWords;
    boolean room =
        words <= descriptor.array().featureWords() / 2
            && descriptor.weightWords() < descriptor.array().weightWords();
    require(room, ErrorCode.UNSUPPORTED, (int) words);
  }

  private void requireProduct(int field, long expected) throws Fault {
    require(u32(field) == expected, ErrorCode.SIZE, (int) expected);
  }

  private long u32(int field) {
    return Integer.toUnsignedLong(descriptor.u32(field));
  }

  private static void require(boolean holds, ErrorCode code, int found) throws Fault {
    if (!holds) {
      throw new Fault(code, found);
    }
  }
}
