package io.quantunet.driver.accelerator.functional;

import io.quantunet.driver.accelerator.arch.ErrorCode;
import io.quantunet.driver.accelerator.arch.QbsDescriptor;
import java.nio.ByteBuffer;
import java.util.zip.CRC32C;

/** A descriptor's weight stream. */
final class Weights {

  private final Descriptor descriptor;
  private final ByteBuffer stream;

  /** Reads the stream and checks its CRC. */
  Weights(Descriptor descriptor, CardMemory memory) throws Fault {
    this.descriptor = descriptor;
    int bytes = descriptor.u32(QbsDescriptor.WEIGHT_BYTES);
    this.stream = memory.read(descriptor.u64(QbsDescriptor.WEIGHTS), bytes);
    CRC32C crc = new CRC32C();
    crc.update(stream.duplicate());
    int found = (int) crc.getValue();
    if (found != descriptor.u32(QbsDescriptor.WEIGHT_CRC)) {
      throw new Fault(ErrorCode.WEIGHT_CRC, found);
    }
  }

  /**
   * The parameters and weights of a block of output channels.
   *
   * @param bias of each output lane
   * @param shift of each output lane, 0..31
   * @param codes {@code [output lane][tap][input channel]}
   */
  record Block(int[] bias, int[] shift, int[] codes) {}

  Block block(int block) {
    int lanes = descriptor.array().outputLanes();
    int begin = block * descriptor.blockStreamBytes();
    int[] bias = new int[lanes];
    int[] shift = new int[lanes];
    for (int o = 0; o < lanes; o++) {
      bias[o] = stream.getInt(begin + 8 * o);
      shift[o] = stream.get(begin + 8 * o + 4) & 31;
    }
    int inputLanes = descriptor.array().inputLanes();
    int channels = descriptor.inputBlocks() * inputLanes;
    int[] codes = new int[lanes * descriptor.taps() * channels];
    int word = begin + 8 * lanes;
    for (int plane = descriptor.weightBits() - 1; plane >= 0; plane--) {
      boolean sign = plane == descriptor.weightBits() - 1;
      for (int tap = 0; tap < descriptor.taps(); tap++) {
        for (int c = 0; c < descriptor.inputBlocks(); c++) {
          for (int bit = 0; bit < lanes * inputLanes; bit++) {
            if ((stream.get(word + bit / 8) >> bit % 8 & 1) != 0) {
              int o = bit / inputLanes;
              int channel = c * inputLanes + bit % inputLanes;
              codes[(o * descriptor.taps() + tap) * channels + channel] +=
                  sign ? -(1 << plane) : 1 << plane;
            }
          }
          word += descriptor.array().weightWordBytes();
        }
      }
    }
    return new Block(bias, shift, codes);
  }
}
