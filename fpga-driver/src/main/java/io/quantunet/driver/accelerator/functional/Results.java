package io.quantunet.driver.accelerator.functional;

import io.quantunet.driver.accelerator.arch.Qbs;
import java.util.zip.CRC32C;

/** The write port: beats go to memory, and into the CRC in the order of writing. */
final class Results {

  private final CardMemory memory;
  private final CRC32C crc = new CRC32C();
  private final byte[] beat;
  private long bytes;

  Results(CardMemory memory, int beatBytes) {
    this.memory = memory;
    this.beat = new byte[beatBytes];
  }

  /**
   * Writes one digit of a pixel's block of channels.
   *
   * @param codes of all output lanes
   * @param first first lane of the block
   * @param digit 0 = low
   */
  void writeBeat(long address, int[] codes, int first, int digit) {
    int shift = digit * Qbs.DIGIT_BITS;
    for (int i = 0; i < beat.length; i++) {
      int low = codes[first + 2 * i] >> shift & 0xF;
      int high = codes[first + 2 * i + 1] >> shift & 0xF;
      beat[i] = (byte) (high << Qbs.DIGIT_BITS | low);
    }
    write(address, beat);
  }

  void write(long address, byte[] written) {
    memory.write(address, written);
    crc.update(written);
    bytes += written.length;
  }

  int crc() {
    return (int) crc.getValue();
  }

  long bytes() {
    return bytes;
  }
}
