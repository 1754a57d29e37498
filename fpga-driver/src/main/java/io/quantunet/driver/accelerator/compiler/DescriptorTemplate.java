package io.quantunet.driver.accelerator.compiler;

import io.quantunet.driver.accelerator.arch.Qbs;
import io.quantunet.driver.accelerator.arch.QbsDescriptor;
import io.quantunet.driver.accelerator.arch.QbsFlags;
import io.quantunet.driver.accelerator.plan.DeviceLayer;
import io.quantunet.driver.accelerator.plan.MapLayout;
import io.quantunet.driver.accelerator.plan.Strip;
import java.nio.ByteBuffer;
import java.util.OptionalInt;
import java.util.zip.CRC32C;

/**
 * A descriptor but for what differs from frame to frame.
 *
 * @param layer the convolution
 * @param layerIndex its index in the net
 * @param strip its rows
 * @param flags see {@link QbsFlags}
 * @param source0 card address of the first row that is read, slot 0
 * @param source1 of the second input; 0 without one
 * @param destination card address of the first row that is written, slot 0
 * @param poolDestination of the pooled map; 0 without one
 * @param weights card address of the weight stream
 * @param weightCrc CRC-32C of the weight stream
 * @param after descriptors of the frame that must be stored before; 0 = none
 * @param inputSlotBytes from one slot's source 0 to the next slot's
 * @param resultSlotBytes from one slot's destination to the next slot's
 */
public record DescriptorTemplate(
    DeviceLayer layer,
    int layerIndex,
    Strip strip,
    int flags,
    long source0,
    long source1,
    long destination,
    long poolDestination,
    long weights,
    int weightCrc,
    int after,
    long inputSlotBytes,
    long resultSlotBytes) {

  /**
   * What differs from frame to frame.
   *
   * @param sequence number of the descriptor
   * @param slot of input and result
   * @param after the count of stored descriptors to wait for
   * @param expectedCrc makes the device check the CRC of what it stores
   */
  record Frame(int sequence, int slot, int after, OptionalInt expectedCrc) {}

  /** Appends the descriptor's 128 bytes, with their CRC, to a little-endian buffer. */
  void write(ByteBuffer out, Frame frame) {
    int begin = out.position();
    out.putShort((short) Qbs.MAGIC).put((byte) layer.operation().code());
    out.put((byte) (flags | (frame.expectedCrc().isPresent() ? QbsFlags.CHECK : 0)));
    out.putInt(frame.sequence());
    putSizes(out);
    out.putLong(source0 + frame.slot() * inputSlotBytes).putLong(source1);
    out.putLong(destination + frame.slot() * resultSlotBytes).putLong(poolDestination);
    out.putLong(weights).putInt(layer.streamBytes()).putInt(weightCrc);
    putStrides(out);
    out.putInt(frame.after()).putInt(frame.expectedCrc().orElse(0)).putLong(0);
    CRC32C crc = new CRC32C();
    crc.update(out.array(), out.arrayOffset() + begin, QbsDescriptor.CRC);
    out.putInt((int) crc.getValue());
  }

  private void putSizes(ByteBuffer out) {
    putShorts(out, layer.width(), layer.height());
    putShorts(out, strip.row0(), strip.rows(), strip.loadRow0(), strip.loadRows());
    putShorts(out, layer.inputBlocks(), layer.inputs().get(0).map().blocks());
    putShorts(out, layer.outputBlocks());
    out.put((byte) layer.weightBits()).put((byte) layer.inputBits());
    out.put((byte) layer.outputBits()).put((byte) 0);
    putShorts(out, layer.blockWords());
    out.putInt(layer.rowWords()).putInt(layer.weightWords());
  }

  private void putStrides(ByteBuffer out) {
    out.putInt(layer.inputs().get(0).map().rowBeats());
    out.putInt(layer.inputs().size() > 1 ? layer.inputs().get(1).map().rowBeats() : 0);
    MapLayout output = layer.output();
    out.putInt(layer.raw() ? layer.rawRowBytes() : output.rowBytes());
    out.putInt(layer.pool() ? layer.pooledOutput().rowBytes() : 0);
    out.putInt(layer.raw() ? DeviceLayer.RAW_BLOCK_BYTES : output.blockBytes());
  }

  private static void putShorts(ByteBuffer out, int... values) {
    for (int value : values) {
      out.putShort((short) value);
    }
  }
}
