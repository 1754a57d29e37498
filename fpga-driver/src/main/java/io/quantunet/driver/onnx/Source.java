package io.quantunet.driver.onnx;

import io.quantunet.driver.model.LayerKind;
import io.quantunet.driver.onnx.proto.NodeProto;
import java.util.Optional;

/** Where activations come from. */
sealed interface Source {

  /** The node that made them, for messages. */
  NodeProto node();

  /** The quantized frame. */
  record Input(NodeProto node) implements Source {}

  /**
   * A convolution.
   *
   * @param kind by its kernel; a 1x1 is taken for the logits
   * @param from what it reads
   * @param weights {@code [out, in, ky, kx]}, or {@code [in, out, ky, kx]} of a transposed one
   * @param bias {@code [out]}, a constant behind a Quant node or not; empty = 0
   */
  record Convolution(
      NodeProto node,
      LayerKind kind,
      Value.Activations from,
      Value.QuantizedConstant weights,
      Optional<Value> bias)
      implements Source {

    int inChannels() {
      return weights.tensor().dims()[kind == LayerKind.UPCONV_2X2 ? 0 : 1];
    }

    int outChannels() {
      return weights.tensor().dims()[kind == LayerKind.UPCONV_2X2 ? 1 : 0];
    }
  }

  /** Max-pool 2x2. */
  record Pool(NodeProto node, Value.Activations from) implements Source {}

  /** Concatenation of channels, in the node's order. */
  record Concatenation(NodeProto node, Value.Activations first, Value.Activations second)
      implements Source {}
}
