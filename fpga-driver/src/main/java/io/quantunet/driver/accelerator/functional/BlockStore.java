package io.quantunet.driver.accelerator.functional;

import io.quantunet.driver.accelerator.arch.Operation;
import io.quantunet.driver.accelerator.arch.Qbs;
import io.quantunet.driver.accelerator.arch.QbsDescriptor;
import io.quantunet.driver.accelerator.arch.QbsFlags;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** Stores blocks of eight pixels where and in which order the device does. */
final class BlockStore {

  private final Descriptor descriptor;
  private final Results results;
  private final int lanes; // of a block of channels in memory
  private int[][] upper; // row above of a pair that is pooled

  BlockStore(Descriptor descriptor, Results results) {
    this.descriptor = descriptor;
    this.results = results;
    this.lanes = descriptor.array().inputLanes();
  }

  /**
   * Stores a block.
   *
   * @param n computed block of output channels
   * @param row row of the strip
   * @param b block of the row
   * @param values {@code [pixel][output lane]}
   */
  void store(int n, int row, int b, int[][] values) {
    if (descriptor.has(QbsFlags.RAW)) {
      storeRaw(row, b, values);
      return;
    }
    if (descriptor.is(Operation.UPCONV2)) {
      storeSpread(n, row, b, 0, values);
      storeSpread(n, row, b, 1, values);
      return;
    }
    for (int g = 0; g < groups(); g++) {
      storePlain(n, g, row, b, values);
    }
    if (descriptor.has(QbsFlags.POOL) && row % 2 == 1) {
      int[][] pooled = pool(values);
      for (int g = 0; g < groups(); g++) {
        storePooled(n, g, row / 2, b, pooled);
      }
    }
    upper = values;
  }

  private int groups() {
    return descriptor.array().groups();
  }

  private void storeRaw(int row, int b, int[][] values) {
    ByteBuffer bytes =
        ByteBuffer.allocate(Qbs.PIXEL_LANES * Integer.BYTES).order(ByteOrder.LITTLE_ENDIAN);
    for (int[] pixel : values) {
      bytes.putInt(pixel[0]);
    }
    results.write(address(row, b), bytes.array());
  }

  private void storePlain(int n, int g, int row, int b, int[][] values) {
    long block = address(row, b) + channelOffset(n, g);
    for (int digit = 0; digit < descriptor.outputDigits(); digit++) {
      for (int p = 0; p < Qbs.PIXEL_LANES; p++) {
        if (Qbs.PIXEL_LANES * b + p < descriptor.width()) {
          results.writeBeat(beat(block, digit, p), values[p], g * lanes, digit);
        }
      }
    }
  }

  /** The largest of each two by two codes: four pixels. */
  private int[][] pool(int[][] lower) {
    int[][] largest = new int[lower.length / 2][lower[0].length];
    for (int p = 0; p < largest.length; p++) {
      for (int o = 0; o < largest[p].length; o++) {
        int above = Math.max(upper[2 * p][o], upper[2 * p + 1][o]);
        largest[p][o] = Math.max(above, Math.max(lower[2 * p][o], lower[2 * p + 1][o]));
      }
    }
    return largest;
  }

  private void storePooled(int n, int g, int row, int b, int[][] pooled) {
    long block =
        descriptor.u64(QbsDescriptor.POOL_DESTINATION)
            + (long) row * descriptor.u32(QbsDescriptor.POOL_ROW_BYTES)
            + (long) (b / 2) * descriptor.u32(QbsDescriptor.DESTINATION_BLOCK_BYTES)
            + channelOffset(n, g);
    int half = Qbs.PIXEL_LANES / 2;
    for (int digit = 0; digit < descriptor.outputDigits(); digit++) {
      for (int p = 0; p < half; p++) {
        if (half * b + p < descriptor.width() / 2) {
          results.writeBeat(beat(block, digit, b % 2 * half + p), pooled[p], g * lanes, digit);
        }
      }
    }
  }

  /** Depth to space: every second pixel of one of two output blocks. */
  private void storeSpread(int n, int row, int b, int half, int[][] values) {
    int position = n / descriptor.outputBlocks();
    int outWidth = 2 * descriptor.width();
    int outBlock = 2 * b + half;
    if (Qbs.PIXEL_LANES * outBlock >= outWidth) {
      return;
    }
    long first = address(2 * row + position / 2, outBlock);
    for (int g = 0; g < groups(); g++) {
      long block = first + channelOffset(n % descriptor.outputBlocks(), g);
      for (int digit = 0; digit < descriptor.outputDigits(); digit++) {
        for (int p = position % 2; p < Qbs.PIXEL_LANES; p += 2) {
          if (Qbs.PIXEL_LANES * outBlock + p < outWidth) {
            int[] pixel = values[(Qbs.PIXEL_LANES * half + p) / 2];
            results.writeBeat(beat(block, digit, p), pixel, g * lanes, digit);
          }
        }
      }
    }
  }

  /** Where a block of eight pixels begins; rows of the strip's output. */
  private long address(int row, int block) {
    return descriptor.u64(QbsDescriptor.DESTINATION)
        + (long) row * descriptor.u32(QbsDescriptor.DESTINATION_ROW_BYTES)
        + (long) block * descriptor.u32(QbsDescriptor.DESTINATION_BLOCK_BYTES);
  }

  private long channelOffset(int outputBlock, int g) {
    int block = outputBlock * descriptor.array().groups() + g;
    return (long) block * descriptor.outputDigits() * Qbs.PIXEL_LANES * beatBytes();
  }

  private long beat(long block, int digit, int pixel) {
    return block + (long) (digit * Qbs.PIXEL_LANES + pixel) * beatBytes();
  }

  private int beatBytes() {
    return descriptor.array().beatBytes();
  }
}
