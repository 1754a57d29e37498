package io.quantunet.trainer.net;

import org.bytedeco.dnnl.convolution_backward_data;
import org.bytedeco.dnnl.convolution_backward_weights;
import org.bytedeco.dnnl.convolution_forward;
import org.bytedeco.dnnl.global.dnnl;
import org.bytedeco.dnnl.memory;
import org.bytedeco.dnnl.primitive_attr;

/**
 * Describes a convolution with stride 1 and "same" padding to oneDNN, which chooses the layout of
 * the weights. What is read is in the net's precision, what is written in float32.
 *
 * @param images per call
 */
record ConvolutionShape(Tensor input, Tensor output, int kernel, Precision precision, int images) {

  /** The convolution itself. */
  convolution_forward.primitive_desc forward() {
    return forward(Precision.FLOAT32);
  }

  /** From the gradient of the output to that of the input. */
  convolution_backward_data.primitive_desc backwardData() {
    try (memory.desc inputGradient = images(input, Precision.FLOAT32);
        memory.desc outputGradient = images(output, precision);
        memory.desc weights = weights(precision, memory.format_tag.any);
        convolution_forward.primitive_desc hint = forward(precision);
        primitive_attr attributes = Kernel.attributes()) {
      return new convolution_backward_data.primitive_desc(
          OneDnn.cpu(),
          dnnl.algorithm.convolution_direct,
          inputGradient,
          weights,
          outputGradient,
          strides(),
          padding(),
          padding(),
          hint,
          attributes,
          false);
    }
  }

  /** From the gradient of the output to that of the weights. */
  convolution_backward_weights.primitive_desc backwardWeights() {
    try (memory.desc from = images(input, precision);
        memory.desc outputGradient = images(output, precision);
        memory.desc gradient = weights(Precision.FLOAT32, memory.format_tag.any);
        convolution_forward.primitive_desc hint = forward(precision);
        primitive_attr attributes = Kernel.attributes()) {
      return new convolution_backward_weights.primitive_desc(
          OneDnn.cpu(),
          dnnl.algorithm.convolution_direct,
          from,
          gradient,
          outputGradient,
          strides(),
          padding(),
          padding(),
          hint,
          attributes,
          false);
    }
  }

  /** The weights as the trainer keeps them, {@code [out, ky, kx, in]}. */
  memory.desc plainWeights() {
    return weights(Precision.FLOAT32, memory.format_tag.acdb);
  }

  /** One call's images of a tensor. */
  memory.desc images(Tensor tensor, Precision as) {
    return OneDnn.images(tensor, as, images);
  }

  private convolution_forward.primitive_desc forward(Precision outputPrecision) {
    try (memory.desc from = images(input, precision);
        memory.desc to = images(output, outputPrecision);
        memory.desc weights = weights(precision, memory.format_tag.any);
        primitive_attr attributes = Kernel.attributes()) {
      return new convolution_forward.primitive_desc(
          OneDnn.cpu(),
          dnnl.prop_kind.forward_training,
          dnnl.algorithm.convolution_direct,
          from,
          weights,
          to,
          strides(),
          padding(),
          padding(),
          attributes,
          false);
    }
  }

  private memory.desc weights(Precision as, memory.format_tag layout) {
    return new memory.desc(
        new long[] {output.channels(), input.channels(), kernel, kernel}, OneDnn.type(as), layout);
  }

  private static long[] strides() {
    return new long[] {1, 1};
  }

  private long[] padding() {
    return new long[] {kernel / 2, kernel / 2};
  }
}
