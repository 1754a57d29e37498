package io.quantunet.trainer.net;

/**
 * {@code y = z * scale + shift} by channel: what normalization, or else the bias, makes of a
 * convolution's output.
 */
record ChannelAffine(ChannelBlock scale, ChannelBlock shift) {

  ChannelAffine(int channels) {
    this(new ChannelBlock(channels), new ChannelBlock(channels));
  }

  int channels() {
    return scale.perChannel().length;
  }

  void set(int channel, float newScale, float newShift) {
    scale.perChannel()[channel] = newScale;
    shift.perChannel()[channel] = newShift;
  }

  void spread() {
    scale.spread();
    shift.spread();
  }

  void apply(float[] z, float[] y, int count) {
    BlockKernels.affine(z, scale.block(), shift.block(), y, count);
  }
}
