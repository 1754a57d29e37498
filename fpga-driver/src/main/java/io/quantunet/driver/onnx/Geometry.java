package io.quantunet.driver.onnx;

import io.quantunet.driver.model.LayerKind;
import io.quantunet.driver.onnx.proto.NodeProto;
import io.quantunet.proto.DecodeException;
import java.util.Arrays;

/** Kernels, strides and padding that the integer model knows. */
final class Geometry {

  private Geometry() {}

  /**
   * The kind of a convolution; every 1x1 is taken for the logits.
   *
   * @throws DecodeException naming the node, if it is of no known kind
   */
  static LayerKind kind(NodeProto node, FloatTensor weights) throws DecodeException {
    LayerKind kind = kindByKernel(node, weights.dims());
    Nodes.requireIntegers(node, "kernel_shape", kind.side(), kind.side());
    Nodes.requireIntegers(node, "dilations", 1, 1);
    Nodes.requireInteger(node, "group", 1, 1);
    requireNoAutoPad(node);
    boolean transposed = kind == LayerKind.UPCONV_2X2;
    if (transposed) {
      Nodes.requireIntegers(node, "output_padding", 0, 0);
      if (Nodes.attribute(node, "output_shape").isPresent()) {
        throw Nodes.refusal(node, "has an output_shape; leave it to the stride");
      }
    }
    requireWindow(node, kind == LayerKind.CONV_3X3 ? 1 : 0, transposed ? 2 : 1);
    return kind;
  }

  /** Refuses any max-pool but 2x2 with stride 2. */
  static void checkMaxPool(NodeProto node) throws DecodeException {
    requirePresent(node, "kernel_shape");
    Nodes.requireIntegers(node, "kernel_shape", 2, 2);
    Nodes.requireIntegers(node, "dilations", 1, 1);
    Nodes.requireInteger(node, "ceil_mode", 0, 0);
    requireNoAutoPad(node);
    requireWindow(node, 0, 2);
  }

  private static LayerKind kindByKernel(NodeProto node, int[] dims) throws DecodeException {
    boolean transposed = node.getOpType().equals("ConvTranspose");
    if (dims.length == 4 && dims[2] == dims[3] && dims[0] > 0 && dims[1] > 0) {
      if (transposed && dims[2] == 2) {
        return LayerKind.UPCONV_2X2;
      }
      if (!transposed && dims[2] == 3) {
        return LayerKind.CONV_3X3;
      }
      if (!transposed && dims[2] == 1) {
        return LayerKind.LOGITS_1X1;
      }
    }
    throw Nodes.refusal(
        node,
        "weights %s; known are Conv 3x3, Conv 1x1 and ConvTranspose 2x2"
            .formatted(Nodes.shown(Arrays.toString(dims))));
  }

  /** What an absent attribute means (1 and 0) is right for some kinds only. */
  private static void requireWindow(NodeProto node, long pad, long stride) throws DecodeException {
    if (stride != 1) {
      requirePresent(node, "strides");
    }
    if (pad != 0) {
      requirePresent(node, "pads");
    }
    Nodes.requireIntegers(node, "strides", stride, stride);
    Nodes.requireIntegers(node, "pads", pad, pad, pad, pad);
  }

  private static void requirePresent(NodeProto node, String attribute) throws DecodeException {
    if (Nodes.attribute(node, attribute).isEmpty()) {
      throw Nodes.refusal(node, "has no attribute " + attribute);
    }
  }

  private static void requireNoAutoPad(NodeProto node) throws DecodeException {
    String pad = Nodes.text(node, "auto_pad", "NOTSET");
    if (!pad.equals("NOTSET")) {
      throw Nodes.refusal(
          node, "auto_pad %s; write the padding as pads".formatted(Nodes.shown(pad)));
    }
  }
}
