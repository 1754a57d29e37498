package io.quantunet.driver.accelerator.cost;

import io.quantunet.driver.accelerator.arch.Configuration;
import io.quantunet.driver.accelerator.arch.Operation;
import io.quantunet.driver.accelerator.arch.Qbs;
import io.quantunet.driver.accelerator.arch.QbsCompletion;
import io.quantunet.driver.accelerator.arch.QbsDescriptor;
import io.quantunet.driver.accelerator.plan.DeviceLayer;
import io.quantunet.driver.accelerator.plan.Strip;

/** What a layer takes of each stage of the device, for a block of eight pixels and for a strip. */
record LayerTraffic(DeviceLayer layer, Timing timing) {

  /** Pixels that a transposed convolution spreads over one block of eight. */
  private static final int HALF_BLOCK = Qbs.PIXEL_LANES / 2;

  /** Cycles between two results: the slowest of stepping, handing over, requantizing, storing. */
  long blockCycles() {
    int turnaround = timing.turnaround(array());
    return Math.max(Math.max(layer.steps(), turnaround), storeCycles());
  }

  /** Cycles in which the store stage writes a block. */
  long storeCycles() {
    return storeBeats() + timing.blockGap();
  }

  /**
   * Beats that the results of a block take on the write port, those that are strobed off included;
   * with pooling the mean of a pair of rows.
   */
  long storeBeats() {
    if (layer.raw()) {
      return Math.max(1, DeviceLayer.RAW_BLOCK_BYTES / array().beatBytes());
    }
    long beats = (long) array().groups() * layer.outputDigits() * Qbs.PIXEL_LANES;
    if (layer.operation() == Operation.UPCONV2) {
      return layer.width() > HALF_BLOCK ? 2 * beats : beats;
    }
    return layer.pool() ? beats + beats / 4 : beats;
  }

  /** Blocks of eight pixels of a strip. */
  long blocks(Strip strip) {
    return (long) strip.rows() * layer.rowBlocks();
  }

  /** Beats that a block of output channels takes on the weight port. */
  long weightBeats() {
    return 8L * layer.streamBytes() / layer.computedBlocks() / array().weightBeatBits();
  }

  /** Beats of the rows that a strip reads. */
  long featureBeats(Strip strip) {
    return (long) strip.loadRows() * layer.rowWords() * Qbs.PIXEL_LANES;
  }

  /** Bytes that a strip reads: rows, weights, its descriptor. */
  long readBytes(Strip strip) {
    return featureBeats(strip) * array().beatBytes() + layer.streamBytes() + QbsDescriptor.BYTES;
  }

  /** Bytes that a strip writes, beats of pixels beyond the row included; its completion. */
  long writtenBytes(Strip strip) {
    long written = blocks(strip) * layer.computedBlocks() * storeBeats();
    int edge = layer.width() % Qbs.PIXEL_LANES; // the last block's right half may lie beyond it
    if (layer.operation() == Operation.UPCONV2 && edge > 0 && edge <= HALF_BLOCK) {
      int halves = 2 * layer.rowBlocks();
      written = layer.width() > HALF_BLOCK ? written / halves * (halves - 1) : written;
    }
    return written * array().beatBytes() + QbsCompletion.BYTES;
  }

  private Configuration array() {
    return layer.array();
  }
}
