package io.quantunet.driver.accelerator.functional;

import io.quantunet.driver.accelerator.arch.Qbs;
import io.quantunet.driver.accelerator.arch.QbsDescriptor;
import java.nio.ByteBuffer;

/** The rows that a descriptor reads, as codes; 0 beyond every edge. */
final class Features {

  private final Descriptor descriptor;
  private final int channels;
  private final int[] codes; // [loaded row][pixel][channel]

  Features(Descriptor descriptor, CardMemory memory) {
    this.descriptor = descriptor;
    this.channels = descriptor.inputBlocks() * descriptor.array().inputLanes();
    this.codes = new int[descriptor.loadRows() * descriptor.width() * channels];
    int blocks0 = descriptor.inputBlocks0();
    load(memory, descriptor.u64(QbsDescriptor.SOURCE0), 0, blocks0);
    if (descriptor.hasSecondSource()) {
      int blocks1 = descriptor.inputBlocks() - blocks0;
      load(memory, descriptor.u64(QbsDescriptor.SOURCE1), blocks0, blocks1);
    }
  }

  /** Input channels, those of no meaning included. */
  int channels() {
    return channels;
  }

  /** All codes; {@link #index} says where a pixel's are. */
  int[] codes() {
    return codes;
  }

  /**
   * Where the codes of a pixel begin; -1 beyond the edges of the map.
   *
   * @param row row of the map
   */
  int index(int row, int x) {
    boolean inside = x >= 0 && x < descriptor.width() && row >= 0 && row < descriptor.height();
    return inside ? ((row - descriptor.loadRow0()) * descriptor.width() + x) * channels : -1;
  }

  private void load(CardMemory memory, long source, int firstBlock, int blocks) {
    int beatBytes = descriptor.array().beatBytes();
    int digits = descriptor.digits();
    int count = descriptor.loadRows() * descriptor.rowBlocks() * blocks * digits * Qbs.PIXEL_LANES;
    ByteBuffer beats = memory.read(source, count * beatBytes);
    for (int row = 0; row < descriptor.loadRows(); row++) {
      for (int b = 0; b < descriptor.rowBlocks(); b++) {
        for (int c = 0; c < blocks; c++) {
          for (int digit = 0; digit < digits; digit++) {
            for (int p = 0; p < Qbs.PIXEL_LANES; p++) {
              putBeat(beats, row, Qbs.PIXEL_LANES * b + p, firstBlock + c, digit);
            }
          }
        }
      }
    }
  }

  private void putBeat(ByteBuffer beats, int row, int x, int block, int digit) {
    int lanes = descriptor.array().inputLanes();
    int first = (row * descriptor.width() + x) * channels + block * lanes;
    for (int lane = 0; lane < lanes; lane += 2) {
      int two = Byte.toUnsignedInt(beats.get());
      if (x < descriptor.width()) {
        codes[first + lane] |= (two & 0xF) << (digit * Qbs.DIGIT_BITS);
        codes[first + lane + 1] |= two >> Qbs.DIGIT_BITS << (digit * Qbs.DIGIT_BITS);
      }
    }
  }
}
