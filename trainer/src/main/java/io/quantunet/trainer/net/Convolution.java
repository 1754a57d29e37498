package io.quantunet.trainer.net;

import java.nio.FloatBuffer;
import java.util.Arrays;
import org.bytedeco.javacpp.FloatPointer;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.api.ops.DynamicCustomOp;
import org.nd4j.linalg.factory.Nd4j;

/**
 * A convolution with stride 1 and "same" padding between two fixed tensors, forward and backward,
 * by ND4J's {@code conv2d} and {@code conv2d_bp} (oneDNN underneath).
 *
 * <p>NHWC activations and {@code [out, ky, kx, in]} weights: measured the fastest of ND4J's six
 * layouts, and the order of the bundle. The batch is cut into pieces of a few images: oneDNN's
 * temporary buffers then stay in the cache (an epoch's backward convolutions take 13 s instead of
 * 16 s).
 */
final class Convolution implements AutoCloseable {

  private static final int NHWC = 1;
  private static final int WEIGHTS_OUT_Y_X_IN = 2;
  private static final int SAME_PADDING = 1;
  private static final int MAX_FLOATS_PER_CALL = 1 << 21;

  private final Tensor input;
  private final Tensor output;
  private final int kernel;
  private final int imagesPerCall;
  private final INDArray weights;
  private final FloatBuffer weightBuffer;
  private final INDArray weightGradient;
  private final FloatBuffer weightGradientBuffer;

  /**
   * @param kernel pixels across and down, odd
   */
  Convolution(Tensor input, Tensor output, int kernel) {
    this.input = input;
    this.output = output;
    this.kernel = kernel;
    int floatsPerImage = Math.max(input.size(), output.size()) / input.images();
    this.imagesPerCall =
        Math.max(1, Math.min(input.images(), MAX_FLOATS_PER_CALL / floatsPerImage));
    int out = output.channels();
    this.weights = Nd4j.create(DataType.FLOAT, out, kernel, kernel, input.channels());
    this.weightBuffer = ((FloatPointer) weights.data().pointer()).asBuffer();
    this.weightGradient = weights.ulike();
    this.weightGradientBuffer = ((FloatPointer) weightGradient.data().pointer()).asBuffer();
  }

  /** Computes the output from the input with these weights, {@code [out, ky, kx, in]}. */
  void forward(float[] values) {
    weightBuffer.put(0, values);
    for (int from = 0; from < input.images(); from += imagesPerCall) {
      int to = Math.min(input.images(), from + imagesPerCall);
      Nd4j.exec(
          op("conv2d")
              .addInputs(input.images(from, to), weights)
              .addOutputs(output.images(from, to))
              .build());
    }
  }

  /**
   * Carries a gradient back, with the weights of the last {@link #forward}.
   *
   * @param outputGradient shaped as the output
   * @param inputGradient shaped as the input; overwritten
   * @param gradient the weights' gradient, {@code [out, ky, kx, in]}; overwritten
   */
  void backward(Tensor outputGradient, Tensor inputGradient, float[] gradient) {
    Arrays.fill(gradient, 0);
    float[] part = new float[gradient.length];
    for (int from = 0; from < input.images(); from += imagesPerCall) {
      int to = Math.min(input.images(), from + imagesPerCall);
      Nd4j.exec(
          op("conv2d_bp")
              .addInputs(input.images(from, to), weights, outputGradient.images(from, to))
              .addOutputs(inputGradient.images(from, to), weightGradient)
              .build());
      weightGradientBuffer.get(0, part);
      for (int i = 0; i < part.length; i++) {
        gradient[i] += part[i];
      }
    }
  }

  @Override
  public void close() {
    weights.close();
    weightGradient.close();
  }

  private DynamicCustomOp.DynamicCustomOpsBuilder op(String name) {
    return DynamicCustomOp.builder(name)
        .addIntegerArguments(
            kernel, kernel, 1, 1, 0, 0, 1, 1, SAME_PADDING, NHWC, WEIGHTS_OUT_Y_X_IN);
  }
}
