package io.quantunet.driver.accelerator.functional;

import io.quantunet.driver.accelerator.arch.ErrorCode;
import io.quantunet.driver.accelerator.arch.Operation;
import io.quantunet.driver.accelerator.arch.Qbs;
import io.quantunet.driver.accelerator.arch.QbsDescriptor;
import io.quantunet.driver.accelerator.arch.QbsFlags;

/** Executes one descriptor: block of output channels, rows, blocks of eight pixels. */
final class StripRun {

  private final Descriptor descriptor;
  private final Features features;
  private final Weights weights;
  private final BlockStore store;
  private final Results results;

  StripRun(Descriptor descriptor, Features features, CardMemory memory) throws Fault {
    this.descriptor = descriptor;
    this.weights = new Weights(descriptor, memory);
    this.features = features;
    this.results = new Results(memory, descriptor.array().beatBytes());
    this.store = new BlockStore(descriptor, results);
  }

  /** Computes and stores everything; the CRC of what was stored. */
  Results run() throws Fault {
    for (int n = 0; n < descriptor.computedBlocks(); n++) {
      Weights.Block block = weights.block(n);
      int group = descriptor.has(QbsFlags.POOL) ? 2 : 1;
      for (int row = 0; row < descriptor.rows(); row += group) {
        for (int b = 0; b < descriptor.rowBlocks(); b++) {
          for (int r = row; r < row + group; r++) {
            store.store(n, r, b, compute(block, descriptor.row0() + r, b));
          }
        }
      }
    }
    int expected = descriptor.u32(QbsDescriptor.EXPECTED_CRC);
    if (descriptor.has(QbsFlags.CHECK) && results.crc() != expected) {
      throw new Fault(ErrorCode.OUTPUT_CRC, results.crc());
    }
    return results;
  }

  /** Eight pixels of all output lanes, {@code [pixel][lane]}; 0 beyond the edge of the row. */
  private int[][] compute(Weights.Block block, int row, int b) throws Fault {
    int lanes = descriptor.array().outputLanes();
    int[][] values = new int[Qbs.PIXEL_LANES][lanes];
    for (int p = 0; p < Qbs.PIXEL_LANES; p++) {
      int x = Qbs.PIXEL_LANES * b + p;
      if (x < descriptor.width()) {
        for (int o = 0; o < lanes; o++) {
          values[p][o] = value(block, o, sum(block, o, row, x));
        }
      }
    }
    return values;
  }

  private int sum(Weights.Block block, int lane, int row, int x) {
    int taps = descriptor.taps();
    int channels = features.channels();
    int reach = descriptor.is(Operation.CONV3) ? 1 : 0;
    int sum = 0;
    for (int dy = -reach; dy <= reach; dy++) {
      for (int dx = -reach; dx <= reach; dx++) {
        int at = features.index(row + dy, x + dx);
        int tap = (dy + reach) * (2 * reach + 1) + dx + reach;
        if (at >= 0) {
          sum += dot(block.codes(), (lane * taps + tap) * channels, at);
        }
      }
    }
    return sum;
  }

  private int dot(int[] weightCodes, int firstWeight, int firstFeature) {
    int[] codes = features.codes();
    int sum = 0;
    for (int i = 0; i < features.channels(); i++) {
      sum += weightCodes[firstWeight + i] * codes[firstFeature + i];
    }
    return sum;
  }

  /** The bias comes last; the sum with it must not leave 32 bits. */
  private int value(Weights.Block block, int lane, int sum) throws Fault {
    long biased = (long) sum + block.bias()[lane];
    if (biased != (int) biased) {
      throw new Fault(ErrorCode.OVERFLOW, (int) biased);
    }
    if (descriptor.has(QbsFlags.RAW)) {
      return (int) biased;
    }
    long rounded = roundHalfEven(biased, block.shift()[lane]);
    return (int) Math.max(0, Math.min((1L << descriptor.outputBits()) - 1, rounded));
  }

  private static long roundHalfEven(long value, int shift) {
    if (shift == 0) {
      return value;
    }
    long odd = value >> shift & 1;
    return value + (1L << shift - 1) - 1 + odd >> shift;
  }
}
