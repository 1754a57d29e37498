package io.quantunet.driver.accelerator.compiler;

import io.quantunet.driver.accelerator.arch.Operation;
import io.quantunet.driver.accelerator.arch.Qbs;
import io.quantunet.driver.accelerator.plan.DeviceLayer;
import io.quantunet.driver.accelerator.plan.Strip;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.CRC32C;

/**
 * The CRC that each descriptor's completion must report, computed from the codes that another
 * engine has made: where a device first goes wrong shows in the first that differs.
 */
public final class ExpectedCrcs {

  private final DeviceLayer layer;
  private final Codes codes;
  private final CRC32C crc = new CRC32C();
  private final byte[] beat;

  private ExpectedCrcs(DeviceLayer layer, Codes codes) {
    this.layer = layer;
    this.codes = codes;
    this.beat = new byte[layer.array().beatBytes()];
  }

  /** A map of values, 0 beyond its channels. */
  private interface Codes {
    int at(int x, int y, int channel);
  }

  /** Pixels of a row: the first, the one after the last, and from one to the next. */
  private record Range(int first, int end, int step) {}

  /**
   * The CRC of each descriptor.
   *
   * @param program what runs
   * @param codes every layer's output codes but a head's, in order, {@code [height, width,
   *     channels]}
   * @param result the net's result, {@code [height, width]} logits or the last layer's codes
   */
  public static List<Integer> of(Program program, List<byte[]> codes, int[] result) {
    List<Integer> crcs = new ArrayList<>();
    for (DescriptorTemplate template : program.descriptors()) {
      DeviceLayer layer = template.layer();
      Codes values =
          layer.raw()
              ? (x, y, channel) -> result[y * layer.width() + x]
              : codes(layer, codes.get(template.layerIndex()));
      crcs.add(new ExpectedCrcs(layer, values).of(template.strip()));
    }
    return crcs;
  }

  private static Codes codes(DeviceLayer layer, byte[] codes) {
    int channels = layer.outChannels();
    int width = layer.output().width();
    return (x, y, channel) ->
        channel < channels ? codes[(y * width + x) * channels + channel] & 0xFF : 0;
  }

  private int of(Strip strip) {
    int group = layer.pool() ? 2 : 1;
    for (int n = 0; n < layer.computedBlocks(); n++) {
      for (int row = strip.row0(); row < strip.end(); row += group) {
        for (int b = 0; b < layer.rowBlocks(); b++) {
          for (int y = row; y < row + group; y++) {
            add(n, y, b);
          }
        }
      }
    }
    return (int) crc.getValue();
  }

  private void add(int n, int y, int b) {
    int first = Qbs.PIXEL_LANES * b;
    int width = layer.width();
    if (layer.raw()) {
      addRaw(y, first);
    } else if (layer.operation() == Operation.UPCONV2) {
      int position = n / layer.outputBlocks();
      int block = n % layer.outputBlocks();
      int outY = 2 * y + position / 2;
      for (int from = 2 * first; from <= 2 * first + Qbs.PIXEL_LANES; from += Qbs.PIXEL_LANES) {
        int end = Math.min(from + Qbs.PIXEL_LANES, 2 * width);
        addPixels(codes, block, outY, new Range(from + position % 2, end, 2));
      }
    } else {
      addPixels(codes, n, y, new Range(first, Math.min(first + Qbs.PIXEL_LANES, width), 1));
      if (layer.pool() && y % 2 == 1) {
        int end = Math.min(first + Qbs.PIXEL_LANES, width) / 2;
        addPixels(this::pooled, n, y / 2, new Range(first / 2, end, 1));
      }
    }
  }

  private int pooled(int x, int y, int channel) {
    int top = Math.max(codes.at(2 * x, 2 * y, channel), codes.at(2 * x + 1, 2 * y, channel));
    int bottom =
        Math.max(codes.at(2 * x, 2 * y + 1, channel), codes.at(2 * x + 1, 2 * y + 1, channel));
    return Math.max(top, bottom);
  }

  private void addRaw(int y, int first) {
    ByteBuffer bytes =
        ByteBuffer.allocate(DeviceLayer.RAW_BLOCK_BYTES).order(ByteOrder.LITTLE_ENDIAN);
    for (int x = first; x < first + Qbs.PIXEL_LANES; x++) {
      bytes.putInt(x < layer.width() ? codes.at(x, y, 0) : 0);
    }
    crc.update(bytes.flip());
  }

  /**
   * Up to eight pixels of all channels of a computed block: of each block of channels the low
   * digits of all pixels, then the high ones.
   */
  private void addPixels(Codes from, int block, int y, Range pixels) {
    int lanes = layer.array().inputLanes();
    for (int g = 0; g < layer.array().groups(); g++) {
      int channel = (block * layer.array().groups() + g) * lanes;
      for (int digit = 0; digit < layer.outputDigits(); digit++) {
        for (int x = pixels.first(); x < pixels.end(); x += pixels.step()) {
          addBeat(from, x, y, channel, digit);
        }
      }
    }
  }

  private void addBeat(Codes from, int x, int y, int channel, int digit) {
    int shift = digit * Qbs.DIGIT_BITS;
    for (int i = 0; i < beat.length; i++) {
      int low = from.at(x, y, channel + 2 * i) >> shift & 0xF;
      int high = from.at(x, y, channel + 2 * i + 1) >> shift & 0xF;
      beat[i] = (byte) (high << Qbs.DIGIT_BITS | low);
    }
    crc.update(beat);
  }
}
