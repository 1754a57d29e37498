package io.quantunet.driver.onnx;

import io.quantunet.driver.model.QuantizedModel;

/**
 * A model as plain ONNX with QuantizeLinear and DequantizeLinear, as ONNX Runtime wants it: uint8
 * activations, int8 weights with a scale per output channel, int32 biases.
 *
 * <p>QuantizeLinear rounds half to even and saturates at 0, which is the ReLU, and at 255. Codes of
 * fewer than 8 bits are clipped after it, on integers, so that the runtime still fuses the
 * convolution with its quantizers; rounding first and clipping then gives the same codes. Pooling
 * and concatenation work on the codes themselves.
 */
public final class QdqExport {

  private QdqExport() {}

  /**
   * The ONNX file: input {@code [1, 1, gridHeight, gridWidth]} of values {@code pixel / 256},
   * output the logits as values, of the same shape. Tensor {@code <layer>.codes} holds a layer's
   * codes.
   *
   * @throws IllegalArgumentException if the grid does not fit the net, or a scale does not fit into
   *     float32; names the layer
   */
  public static byte[] bytes(QuantizedModel model, int gridWidth, int gridHeight) {
    QuantizedModel.checkGrid(gridWidth, gridHeight);
    return ModelWriter.bytes(model, QdqDialect.graph(model, gridWidth, gridHeight));
  }
}
