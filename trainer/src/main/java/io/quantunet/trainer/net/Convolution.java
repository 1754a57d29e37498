package io.quantunet.trainer.net;

import java.util.Optional;
import org.bytedeco.dnnl.convolution_backward_data;
import org.bytedeco.dnnl.convolution_backward_weights;
import org.bytedeco.dnnl.convolution_forward;
import org.bytedeco.dnnl.global.dnnl;
import org.bytedeco.dnnl.memory;
import org.bytedeco.javacpp.Pointer;

/**
 * A convolution with stride 1 and "same" padding between two fixed tensors, forward and backward,
 * by oneDNN, one of its {@link Pieces} at a time. Activations are NHWC; weights {@code [out, ky,
 * kx, in]} are packed once per step into the layouts that oneDNN prefers.
 *
 * <p>All products are of the input's precision, all sums float32.
 */
final class Convolution implements AutoCloseable {

  private final Workspace workspace;
  private final Tensor input;
  private final Tensor output;
  private final Pieces pieces;
  private final Weights weights;
  private final Weights gradient;
  private final Kernel forward;
  private final Kernel backwardData;
  private final Kernel backwardWeights;
  private final memory packedGradient;
  private final Copy firstGradient;
  private final Copy nextGradient;

  /**
   * @param output float32
   * @param kernel pixels across and down, odd
   */
  Convolution(Workspace workspace, Tensor input, Tensor output, int kernel) {
    this.workspace = workspace;
    this.input = input;
    this.output = output;
    int count = output.channels() * kernel * kernel * input.channels();
    this.pieces = Pieces.of(input.images(), Math.max(input.imageSize(), output.imageSize()), count);
    ConvolutionShape shape =
        new ConvolutionShape(input, output, kernel, input.precision(), pieces.images());
    try (memory.desc plain = shape.plainWeights();
        convolution_forward.primitive_desc forwardPlan = shape.forward();
        convolution_backward_data.primitive_desc dataPlan = shape.backwardData();
        convolution_backward_weights.primitive_desc weightsPlan = shape.backwardWeights();
        memory.desc gradientLayout = weightsPlan.diff_weights_desc()) {
      this.weights = new Weights(workspace, plain, count);
      this.gradient = new Weights(workspace, plain, count);
      this.packedGradient = new memory(gradientLayout, OneDnn.cpu());
      this.firstGradient = Copy.replacing(workspace, gradientLayout, plain);
      this.nextGradient = Copy.adding(workspace, gradientLayout, plain);
      this.backwardData = backwardData(dataPlan);
      this.forward = forward(forwardPlan);
      this.backwardWeights = backwardWeights(weightsPlan);
    }
  }

  /** How the batch is cut. */
  Pieces pieces() {
    return pieces;
  }

  /** Takes the weights for this step, {@code [out, ky, kx, in]}. */
  void setWeights(float[] values) {
    weights.pack(values);
  }

  /** Computes the output of one piece from its input. */
  void forward(int firstImage) {
    forward
        .place(dnnl.DNNL_ARG_SRC, input.at(firstImage * input.imageSize()))
        .place(dnnl.DNNL_ARG_DST, output.at(firstImage * output.imageSize()))
        .run();
  }

  /**
   * Carries one piece's gradient back, with the weights of this step. The weights' gradient starts
   * anew with the first piece.
   *
   * @param outputGradient the piece of it, in the input's precision
   * @param inputGradient shaped as the input, float32; overwritten; empty if nobody needs it
   */
  void backward(int firstImage, Pointer outputGradient, Optional<Tensor> inputGradient) {
    backwardWeights
        .place(dnnl.DNNL_ARG_SRC, input.at(firstImage * input.imageSize()))
        .place(dnnl.DNNL_ARG_DIFF_DST, outputGradient)
        .run();
    Copy sum = firstImage == 0 ? firstGradient : nextGradient;
    sum.run(packedGradient.get_data_handle(), gradient.data());
    if (inputGradient.isPresent()) {
      backwardData
          .place(dnnl.DNNL_ARG_DIFF_DST, outputGradient)
          .place(dnnl.DNNL_ARG_DIFF_SRC, inputGradient.get().at(firstImage * input.imageSize()))
          .run();
    }
  }

  /** Reads the weights' gradient after the last piece, {@code [out, ky, kx, in]}. */
  void readGradient(float[] values) {
    gradient.read(values);
  }

  @Override
  public void close() {
    forward.close();
    backwardData.close();
    backwardWeights.close();
    firstGradient.close();
    nextGradient.close();
    packedGradient.deallocate();
    weights.close();
    gradient.close();
  }

  private Kernel forward(convolution_forward.primitive_desc plan) {
    try (memory.desc from = plan.src_desc();
        memory.desc to = plan.dst_desc();
        memory.desc layout = plan.weights_desc()) {
      return new Kernel(workspace, new convolution_forward(plan), plan)
          .argument(dnnl.DNNL_ARG_SRC, from)
          .argument(dnnl.DNNL_ARG_DST, to)
          .argument(dnnl.DNNL_ARG_WEIGHTS, weights.packedFor(layout));
    }
  }

  private Kernel backwardData(convolution_backward_data.primitive_desc plan) {
    try (memory.desc from = plan.diff_dst_desc();
        memory.desc to = plan.diff_src_desc();
        memory.desc layout = plan.weights_desc()) {
      return new Kernel(workspace, new convolution_backward_data(plan), plan)
          .argument(dnnl.DNNL_ARG_DIFF_DST, from)
          .argument(dnnl.DNNL_ARG_DIFF_SRC, to)
          .argument(dnnl.DNNL_ARG_WEIGHTS, weights.packedFor(layout));
    }
  }

  private Kernel backwardWeights(convolution_backward_weights.primitive_desc plan) {
    try (memory.desc activations = plan.src_desc();
        memory.desc from = plan.diff_dst_desc()) {
      return new Kernel(workspace, new convolution_backward_weights(plan), plan)
          .argument(dnnl.DNNL_ARG_SRC, activations)
          .argument(dnnl.DNNL_ARG_DIFF_DST, from)
          .argument(dnnl.DNNL_ARG_DIFF_WEIGHTS, packedGradient);
    }
  }
}
