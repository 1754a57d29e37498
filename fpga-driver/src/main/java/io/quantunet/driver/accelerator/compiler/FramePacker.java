package io.quantunet.driver.accelerator.compiler;

import io.quantunet.driver.accelerator.arch.Qbs;
import io.quantunet.driver.accelerator.plan.MapLayout;
import java.nio.ByteBuffer;

/**
 * Lays a frame out as the device reads it; where the first layer is a 3x3 on one channel, its nine
 * taps become channels: {@code channel ky * 3 + kx} is pixel {@code (y + ky - 1, x + kx - 1)}, or 0
 * beyond the edge.
 *
 * <p>Belongs to one thread: it keeps a row.
 */
public final class FramePacker {

  private static final int DIGIT_MASK = (1 << Qbs.DIGIT_BITS) - 1;

  private final MapLayout map;
  private final boolean laidOut;
  private final int channels;
  private final byte[] row;
  private final byte[] pixel;

  /** A packer for a program's frames. */
  public FramePacker(Program program) {
    this(program.input().layout(), program.laysTapsOut());
  }

  /**
   * @param map what the device reads
   * @param laidOut whether its channels are the taps of a single one
   */
  FramePacker(MapLayout map, boolean laidOut) {
    this.map = map;
    this.laidOut = laidOut;
    this.channels = laidOut ? 1 : map.channels();
    this.row = new byte[map.rowBytes()];
    this.pixel = new byte[map.channels()];
  }

  /** Bytes of a packed frame. */
  public int bytes() {
    return Math.toIntExact(map.bytes());
  }

  /**
   * Packs a frame.
   *
   * @param codes the frame's, in an array that holds perhaps several: {@code [height, width,
   *     channels]}
   * @param first index of its first code
   * @param out receives {@link #bytes} bytes
   */
  public void pack(byte[] codes, int first, ByteBuffer out) {
    for (int y = 0; y < map.height(); y++) {
      for (int x = 0; x < map.width(); x++) {
        gather(codes, first, x, y);
        putPixel(x);
      }
      out.put(row);
    }
  }

  /** The channels of one pixel as the device has them. */
  private void gather(byte[] codes, int first, int x, int y) {
    if (!laidOut) {
      int at = first + (y * map.width() + x) * channels;
      System.arraycopy(codes, at, pixel, 0, channels);
      return;
    }
    int tap = 0;
    for (int fromY = y - 1; fromY <= y + 1; fromY++) {
      boolean inside = fromY >= 0 && fromY < map.height();
      int at = first + fromY * map.width() + x - 1;
      pixel[tap++] = inside && x > 0 ? codes[at] : 0;
      pixel[tap++] = inside ? codes[at + 1] : 0;
      pixel[tap++] = inside && x + 1 < map.width() ? codes[at + 2] : 0;
    }
  }

  /** Puts a pixel's digits into the row, whose other lanes stay 0. */
  private void putPixel(int x) {
    int lanes = map.array().inputLanes();
    for (int block = 0; block < map.blocks(); block++) {
      int from = block * lanes;
      int to = Math.min(pixel.length, from + lanes);
      for (int digit = 0; digit < map.digits(); digit++) {
        int at = map.offset(x, 0, block, digit);
        int shift = digit * Qbs.DIGIT_BITS;
        for (int channel = from; channel < to; channel += 2) {
          int low = pixel[channel] >> shift & DIGIT_MASK;
          int high = channel + 1 < to ? pixel[channel + 1] >> shift & DIGIT_MASK : 0;
          row[at++] = (byte) (high << Qbs.DIGIT_BITS | low);
        }
      }
    }
  }
}
