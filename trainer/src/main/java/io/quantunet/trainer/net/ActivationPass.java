package io.quantunet.trainer.net;

import java.util.Arrays;

/**
 * From a layer's pre-activations to its activations and back, piece by piece: an affine map by
 * channel (batch normalization or the bias), then the nonlinearity.
 */
final class ActivationPass implements AutoCloseable {

  private final Tensor preActivation;
  private final Tensor activation;
  private final Tensor gradient;
  private final Pieces pieces;
  private final Nonlinearity nonlinearity;
  private final ChannelAffine affine;
  private final PieceWriter writer;
  private final float[] z;
  private final float[] y;
  private final float[] g;
  private final float[] sums;
  private final float[] products;

  /**
   * @param activation shaped as the pre-activation, or the same tensor
   * @param gradient of the activation before {@link #backward}, of the affine map's result after it
   * @param channels of the affine map; the tensors have as many or four times as many
   */
  ActivationPass(
      Workspace workspace,
      Tensor preActivation,
      Tensor activation,
      Tensor gradient,
      Pieces pieces,
      Nonlinearity nonlinearity,
      int channels) {
    this.preActivation = preActivation;
    this.activation = activation;
    this.gradient = gradient;
    this.pieces = pieces;
    this.nonlinearity = nonlinearity;
    this.affine = new ChannelAffine(channels);
    this.writer = PieceWriter.into(workspace, activation, pieces.images() * activation.imageSize());
    int blockSize = BlockKernels.blockSize(channels);
    this.z = new float[blockSize];
    this.y = new float[blockSize];
    this.g = new float[blockSize];
    this.sums = new float[blockSize];
    this.products = new float[blockSize];
  }

  /** The affine map; {@link ChannelAffine#spread} makes a change take effect. */
  ChannelAffine affine() {
    return affine;
  }

  /** A sample of the affine map's results above 0. */
  float[] sample() {
    return Calibration.sample(preActivation, affine, z.length);
  }

  void forward(int firstImage) {
    writer.start(firstImage * activation.imageSize());
    Blocks.forEach(
        preActivation,
        firstImage,
        pieces.images(),
        z.length,
        (position, count) -> {
          preActivation.read(position, z, count);
          affine.apply(z, y, count);
          nonlinearity.forward(y, count);
          writer.write(position, y, count);
        });
    writer.end();
  }

  /** Begins to sum up gradients. */
  void startBackward() {
    Arrays.fill(sums, 0);
    Arrays.fill(products, 0);
  }

  /** Takes one piece's gradient back through the nonlinearity and sums it up. */
  void backward(int firstImage, PieceWriter result) {
    backward(firstImage, result::write, count -> BlockKernels.sum(g, sums, count));
  }

  /**
   * The same in place, and sums up its products with {@code z - mean} as well.
   *
   * @param mean repeated over a block
   */
  void backward(int firstImage, float[] mean) {
    backward(
        firstImage,
        gradient::write,
        count -> BlockKernels.gradientMoments(g, z, mean, sums, products, count));
  }

  /** All pieces have gone backward. */
  void endBackward() {
    nonlinearity.endBackward();
  }

  /** The gradient's sums by channel. */
  double[] sums() {
    return BlockKernels.fold(sums, affine.channels());
  }

  /** Sums of its products with {@code z - mean} by channel. */
  double[] products() {
    return BlockKernels.fold(products, affine.channels());
  }

  @Override
  public void close() {
    writer.close();
  }

  @FunctionalInterface
  private interface Summing {
    void block(int count);
  }

  @FunctionalInterface
  private interface Result {
    void write(int position, float[] block, int count);
  }

  private void backward(int firstImage, Result result, Summing summing) {
    Blocks.forEach(
        preActivation,
        firstImage,
        pieces.images(),
        z.length,
        (position, count) -> {
          preActivation.read(position, z, count);
          gradient.read(position, g, count);
          affine.apply(z, y, count);
          nonlinearity.backward(y, g, count);
          result.write(position, g, count);
          summing.block(count);
        });
  }
}
