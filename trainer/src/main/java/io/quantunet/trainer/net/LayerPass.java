package io.quantunet.trainer.net;

import java.util.Optional;

/**
 * The tensors of one layer and the way through them: convolution, batch normalization or bias,
 * nonlinearity, and back. Piece by piece, except where something must be known of the whole batch
 * first.
 */
final class LayerPass implements AutoCloseable {

  private final Convolution convolution;
  private final ActivationPass pass;
  private final PieceWriter gradientWriter;
  private final BatchNormalization normalization;
  private final Tensor preActivation;
  private final Tensor activation;
  private final Tensor gradient;
  private final Pieces pieces;
  private final double valuesPerChannel;

  /**
   * What the layer looks like.
   *
   * @param rows outputs of the convolution
   * @param channels that normalization and bias know, which the rows repeat
   * @param kernel pixels across and down
   * @param isHead its output stays as the convolution and the bias leave it, in float32
   */
  record Shape(int rows, int channels, int kernel, boolean isHead) {}

  LayerPass(
      Workspace workspace,
      Tensor input,
      Shape shape,
      Nonlinearity nonlinearity,
      BatchNormalization normalization) {
    this.normalization = normalization;
    this.preActivation = Tensor.zeros(input.images(), input.height(), input.width(), shape.rows());
    this.activation = shape.isHead() ? preActivation : preActivation.like(input.precision());
    this.gradient = preActivation.like();
    this.convolution = new Convolution(workspace, input, preActivation, shape.kernel());
    this.pieces = convolution.pieces();
    this.pass =
        new ActivationPass(
            workspace, preActivation, activation, gradient, pieces, nonlinearity, shape.channels());
    this.gradientWriter =
        PieceWriter.forUse(
            workspace, gradient, input.precision(), pieces.images() * gradient.imageSize());
    this.valuesPerChannel = (double) preActivation.size() / shape.channels();
  }

  Tensor activation() {
    return activation;
  }

  /** Of the activation, before a backward pass; spent by it. */
  Tensor gradient() {
    return gradient;
  }

  /** What stands between convolution and nonlinearity; set before {@link #forward}. */
  ChannelAffine affine() {
    return pass.affine();
  }

  /** Takes the weights for this step. */
  void setWeights(float[] values) {
    convolution.setWeights(values);
  }

  /** Convolution, the affine map as it is, nonlinearity. */
  void forward() {
    pass.affine().spread();
    pieces.forEach(
        firstImage -> {
          convolution.forward(firstImage);
          pass.forward(firstImage);
        });
  }

  /** Convolution alone; {@link #activate} comes next. */
  void convolve() {
    pass.affine().spread();
    pieces.forEach(convolution::forward);
  }

  /** Convolution, and the affine map that normalizes the batch; {@link #activate} comes next. */
  void normalizeByBatch() {
    normalization.startBatch();
    pieces.forEach(
        firstImage -> {
          convolution.forward(firstImage);
          normalization.measure(preActivation, firstImage, pieces.images());
        });
    normalization.endBatch(valuesPerChannel, pass.affine());
    pass.affine().spread();
  }

  /** A sample of what the nonlinearity is about to get, above 0. */
  float[] sample() {
    return pass.sample();
  }

  /** The nonlinearity alone. */
  void activate() {
    pieces.forEach(pass::forward);
  }

  /**
   * Back through nonlinearity, bias and convolution.
   *
   * @param inputGradient overwritten; empty if nobody needs it
   * @return the bias's gradient
   */
  double[] backwardThroughBias(Optional<Tensor> inputGradient) {
    pass.startBackward();
    pieces.forEach(
        firstImage -> {
          gradientWriter.start(firstImage * gradient.imageSize());
          pass.backward(firstImage, gradientWriter);
          convolution.backward(firstImage, gradientWriter.end(), inputGradient);
        });
    pass.endBackward();
    return pass.sums();
  }

  /**
   * Back through nonlinearity, normalization and convolution.
   *
   * @param inputGradient overwritten; empty if nobody needs it
   */
  void backwardThroughNormalization(Optional<Tensor> inputGradient) {
    pass.startBackward();
    pieces.forEach(firstImage -> pass.backward(firstImage, normalization.meanBlock()));
    pass.endBackward();
    normalization.startBackward(pass.sums(), pass.products(), valuesPerChannel);
    pieces.forEach(
        firstImage -> {
          gradientWriter.start(firstImage * gradient.imageSize());
          normalization.backward(
              preActivation, gradient, pass.affine(), firstImage, pieces.images(), gradientWriter);
          convolution.backward(firstImage, gradientWriter.end(), inputGradient);
        });
  }

  /** Reads the weights' gradient after a backward pass. */
  void readGradient(float[] values) {
    convolution.readGradient(values);
  }

  @Override
  public void close() {
    convolution.close();
    pass.close();
    gradientWriter.close();
    preActivation.close();
    gradient.close();
    if (activation != preActivation) {
      activation.close();
    }
  }
}
