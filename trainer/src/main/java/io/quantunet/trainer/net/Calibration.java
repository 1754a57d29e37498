package io.quantunet.trainer.net;

/** Picks pre-activations for a quantizer's first threshold: some blocks, spread over the batch. */
final class Calibration {

  private static final int BLOCKS = 64;

  private Calibration() {}

  /** A sample of {@code max(z * scale + shift, 0)}. */
  static float[] sample(Tensor z, ChannelAffine affine, int blockSize) {
    int blocks = z.size() / blockSize;
    int taken = Math.max(1, Math.min(BLOCKS, blocks));
    int length = Math.min(blockSize, z.size());
    float[] values = new float[taken * length];
    float[] block = new float[blockSize];
    for (int i = 0; i < taken; i++) {
      z.read((int) ((long) blocks * i / taken) * blockSize, block, length);
      affine.apply(block, block, length);
      BlockKernels.relu(block, length);
      System.arraycopy(block, 0, values, i * length, length);
    }
    return values;
  }
}
