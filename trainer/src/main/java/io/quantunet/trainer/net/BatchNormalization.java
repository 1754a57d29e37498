package io.quantunet.trainer.net;

import io.quantunet.trainer.optimizer.Parameter;
import io.quantunet.trainer.optimizer.Parameter.Group;
import java.util.Arrays;
import java.util.List;

/**
 * Batch normalization over images and pixels (Ioffe and Szegedy, arXiv 1502.03167): {@code gamma (z
 * - mean) / sqrt(variance + 1e-5) + beta}, in training by the batch's moments, otherwise by their
 * running averages.
 */
final class BatchNormalization {

  private static final float EPSILON = 1e-5f;
  private static final float RUNNING_MOMENTUM = 0.1f;

  private final int channels;
  private final Parameter gamma;
  private final Parameter beta;
  private final float[] runningMean;
  private final float[] runningVariance;
  private final ChannelBlock mean;
  private final ChannelBlock offset;
  private final ChannelBlock slope;
  private final float[] inverseDeviation;
  private final float[] block;
  private final float[] gradientBlock;
  private final float[] sums;
  private final float[] squares;

  BatchNormalization(String layer, int channels) {
    this.channels = channels;
    float[] ones = new float[channels];
    Arrays.fill(ones, 1);
    this.gamma = Parameter.of(layer + ".gamma", Group.WEIGHT, ones.clone());
    this.beta = Parameter.of(layer + ".beta", Group.WEIGHT, new float[channels]);
    this.runningMean = new float[channels];
    this.runningVariance = ones;
    this.mean = new ChannelBlock(channels);
    this.offset = new ChannelBlock(channels);
    this.slope = new ChannelBlock(channels);
    this.inverseDeviation = new float[channels];
    this.block = new float[BlockKernels.blockSize(channels)];
    this.gradientBlock = new float[block.length];
    this.sums = new float[block.length];
    this.squares = new float[block.length];
  }

  Parameter gamma() {
    return gamma;
  }

  Parameter beta() {
    return beta;
  }

  float[] runningMean() {
    return runningMean;
  }

  float[] runningVariance() {
    return runningVariance;
  }

  /** What is learned. */
  List<Parameter> parameters() {
    return List.of(gamma, beta);
  }

  /** Begins to measure a batch. */
  void startBatch() {
    // Distances from the running mean: sums of squares of the values themselves would cancel.
    System.arraycopy(runningMean, 0, mean.perChannel(), 0, channels);
    mean.spread();
    Arrays.fill(sums, 0);
    Arrays.fill(squares, 0);
  }

  /** Measures some images of it. */
  void measure(Tensor z, int firstImage, int images) {
    Blocks.forEach(
        z,
        firstImage,
        images,
        block.length,
        (position, count) -> {
          z.read(position, block, count);
          BlockKernels.moments(block, mean.block(), sums, squares, count);
        });
  }

  /**
   * Learns the moments of what was measured, and says how to normalize it.
   *
   * @param perChannel values that were measured
   */
  void endBatch(double perChannel, ChannelAffine affine) {
    double[] sum = BlockKernels.fold(sums, channels);
    double[] square = BlockKernels.fold(squares, channels);
    for (int c = 0; c < channels; c++) {
      double fromPivot = sum[c] / perChannel;
      float average = (float) (runningMean[c] + fromPivot);
      float variance = (float) Math.max(0, square[c] / perChannel - fromPivot * fromPivot);
      normalize(c, average, variance, affine);
      runningMean[c] += RUNNING_MOMENTUM * (average - runningMean[c]);
      runningVariance[c] += RUNNING_MOMENTUM * (variance - runningVariance[c]);
    }
    mean.spread();
  }

  /** Says how to normalize by the running averages. */
  void byRunningMoments(ChannelAffine affine) {
    for (int c = 0; c < channels; c++) {
      normalize(c, runningMean[c], runningVariance[c], affine);
    }
    mean.spread();
  }

  /** The mean in use, repeated over a block. */
  float[] meanBlock() {
    return mean.block();
  }

  /**
   * Learns what the gradient of all normalized values says.
   *
   * @param sums of that gradient by channel
   * @param products sums of that gradient times {@code z - mean}
   * @param perChannel values that were summed
   */
  void startBackward(double[] sums, double[] products, double perChannel) {
    for (int c = 0; c < channels; c++) {
      double inverse = inverseDeviation[c];
      beta.gradient()[c] = (float) sums[c];
      gamma.gradient()[c] = (float) (products[c] * inverse);
      offset.perChannel()[c] = (float) (sums[c] / perChannel);
      slope.perChannel()[c] = (float) (products[c] * inverse * inverse / perChannel);
    }
    offset.spread();
    slope.spread();
  }

  /** From the gradient of the normalized values to that of {@code z}, for some images. */
  void backward(
      Tensor z,
      Tensor gradient,
      ChannelAffine affine,
      int firstImage,
      int images,
      PieceWriter result) {
    Blocks.forEach(
        z,
        firstImage,
        images,
        block.length,
        (position, count) -> {
          z.read(position, block, count);
          gradient.read(position, gradientBlock, count);
          BlockKernels.normalizationBackward(
              gradientBlock,
              block,
              mean.block(),
              affine.scale().block(),
              offset.block(),
              slope.block(),
              count);
          result.write(position, gradientBlock, count);
        });
  }

  private void normalize(int c, float average, float variance, ChannelAffine affine) {
    float inverse = (float) (1 / Math.sqrt(variance + EPSILON));
    mean.perChannel()[c] = average;
    inverseDeviation[c] = inverse;
    float scale = gamma.value()[c] * inverse;
    affine.set(c, scale, beta.value()[c] - average * scale);
  }
}
