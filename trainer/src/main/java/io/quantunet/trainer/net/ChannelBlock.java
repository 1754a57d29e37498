package io.quantunet.trainer.net;

/** One number per channel, and the same numbers repeated over a block of an NHWC tensor. */
final class ChannelBlock {

  private final float[] perChannel;
  private final float[] block;

  ChannelBlock(int channels) {
    this.perChannel = new float[channels];
    this.block = new float[BlockKernels.blockSize(channels)];
  }

  /** The numbers, to be changed; {@link #spread} makes the block follow. */
  float[] perChannel() {
    return perChannel;
  }

  float[] block() {
    return block;
  }

  void spread() {
    BlockKernels.repeat(perChannel, block);
  }
}
