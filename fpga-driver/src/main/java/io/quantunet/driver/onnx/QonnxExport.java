package io.quantunet.driver.onnx;

import io.quantunet.driver.model.QuantizedModel;
import io.quantunet.driver.onnx.proto.OperatorSetIdProto;
import java.util.List;

/**
 * A model as QONNX: float weights, biases and activations, each behind a Quant node that says its
 * scale, zero point and bit width, as Brevitas writes it and FINN and hls4ml read it.
 *
 * <p>The threshold of the mask travels as metadata. Every value is a float32 without rounding; an
 * executor that adds in float32 is exact as long as no sum can reach 2^24.
 */
public final class QonnxExport {

  private QonnxExport() {}

  /**
   * The QONNX file: input {@code [1, 1, gridHeight, gridWidth]} of values {@code pixel / 256},
   * output the logits as values, of the same shape. Tensor {@code <layer>.out} holds a layer's
   * values, {@code code * 2^-e}.
   *
   * @throws IllegalArgumentException if the grid does not fit the net, or a scale or bias does not
   *     fit into float32; names the layer
   */
  public static byte[] bytes(
      QuantizedModel model, int gridWidth, int gridHeight, Upsample upsample) {
    QuantizedModel.checkGrid(gridWidth, gridHeight);
    return ModelWriter.bytes(
        model,
        QonnxDialect.graph(model, gridWidth, gridHeight, upsample),
        OperatorSetIdProto.newBuilder().setDomain(QonnxDialect.DOMAIN).setVersion(1).build());
  }

  /**
   * Names of the layers whose sums may reach 2^24: an executor in float32 may round there, an exact
   * one does not.
   */
  public static List<String> layersBeyondFloat(QuantizedModel model) {
    return ModelWriter.layersBeyondFloat(model);
  }
}
