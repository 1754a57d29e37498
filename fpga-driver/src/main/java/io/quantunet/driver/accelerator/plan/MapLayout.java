package io.quantunet.driver.accelerator.plan;

import io.quantunet.driver.accelerator.arch.Configuration;
import io.quantunet.driver.accelerator.arch.Qbs;

/**
 * How a map of codes lies in card memory: rows of blocks of eight pixels; in each, for every block
 * of channels and every digit, a beat for each pixel. Channel i of a block is nibble i of the beat.
 *
 * @param array whose input lanes are the channels of a block
 * @param width pixels across
 * @param height pixels down
 * @param channels channels with a meaning; those up to the end of the last block are 0
 * @param blocks blocks of channels
 * @param bits width of a code, 1..8; above 4 a code takes two digits
 */
public record MapLayout(
    Configuration array, int width, int height, int channels, int blocks, int bits) {

  /** Digits of a code, the low one first. */
  public int digits() {
    return digits(bits);
  }

  /** Digits that a code of this width takes. */
  public static int digits(int bits) {
    return ceilDiv(bits, Qbs.DIGIT_BITS);
  }

  /** Blocks of eight pixels of a row. */
  public int rowBlocks() {
    return ceilDiv(width, Qbs.PIXEL_LANES);
  }

  /** Beats of a row. */
  public int rowBeats() {
    return rowBlocks() * blocks * digits() * Qbs.PIXEL_LANES;
  }

  /** Bytes of a row. */
  public int rowBytes() {
    return rowBeats() * array.beatBytes();
  }

  /** Bytes from a block of eight pixels to the next. */
  public int blockBytes() {
    return blocks * digits() * Qbs.PIXEL_LANES * array.beatBytes();
  }

  /** Bytes in all. */
  public long bytes() {
    return (long) height * rowBytes();
  }

  /**
   * Byte at which a pixel's beat begins.
   *
   * @param x pixel of the row
   * @param y row
   * @param block block of channels
   * @param digit 0 = low
   */
  public int offset(int x, int y, int block, int digit) {
    int word = ((y * rowBlocks() + x / Qbs.PIXEL_LANES) * blocks + block) * digits() + digit;
    return (word * Qbs.PIXEL_LANES + x % Qbs.PIXEL_LANES) * array.beatBytes();
  }

  static int ceilDiv(int dividend, int divisor) {
    return (dividend + divisor - 1) / divisor;
  }
}
