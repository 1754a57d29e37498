package io.quantunet.driver.onnx;

import io.quantunet.driver.model.LayerKind;
import io.quantunet.driver.onnx.proto.AttributeProto;

/** Operators and attributes of the layers' geometry. */
final class ConvAttributes {

  private ConvAttributes() {}

  static String operator(LayerKind kind) {
    return kind == LayerKind.UPCONV_2X2 ? "ConvTranspose" : "Conv";
  }

  static AttributeProto[] of(LayerKind kind) {
    long side = kind.side();
    boolean transposed = kind == LayerKind.UPCONV_2X2;
    long pad = transposed ? 0 : side / 2;
    long stride = transposed ? 2 : 1;
    return window(side, stride, pad, pad);
  }

  /** A square window without dilation, all channels in one group. */
  static AttributeProto[] window(long side, long stride, long padBefore, long padAfter) {
    return new AttributeProto[] {
      GraphWriter.integers("kernel_shape", side, side),
      GraphWriter.integers("strides", stride, stride),
      GraphWriter.integers("pads", padBefore, padBefore, padAfter, padAfter),
      GraphWriter.integers("dilations", 1, 1),
      GraphWriter.integer("group", 1)
    };
  }

  static AttributeProto[] maxPool() {
    return new AttributeProto[] {
      GraphWriter.integers("kernel_shape", 2, 2),
      GraphWriter.integers("strides", 2, 2),
      GraphWriter.integers("pads", 0, 0, 0, 0)
    };
  }
}
