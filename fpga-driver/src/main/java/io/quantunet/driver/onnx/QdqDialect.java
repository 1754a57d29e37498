package io.quantunet.driver.onnx;

import io.quantunet.driver.model.ActivationFormat;
import io.quantunet.driver.model.Layer;
import io.quantunet.driver.model.LayerKind;
import io.quantunet.driver.model.QuantizedModel;
import io.quantunet.driver.onnx.proto.AttributeProto;
import io.quantunet.driver.onnx.proto.GraphProto;
import io.quantunet.driver.onnx.proto.TensorProto;
import java.util.List;

/** The steps of a U-Net between QuantizeLinear and DequantizeLinear. */
final class QdqDialect implements Dialect {

  private static final int MAX_CODE = 255;

  private final GraphWriter graph = new GraphWriter("quantunet-qdq");
  private final String zero = graph.codes("zero", TensorProto.DataType.UINT8, new byte[1]);

  private QdqDialect() {}

  /** The whole graph. */
  static GraphProto graph(QuantizedModel model, int gridWidth, int gridHeight) {
    QdqDialect dialect = new QdqDialect();
    Wire input = new Wire("input", 1, gridHeight, gridWidth);
    dialect.graph.input(input);
    ActivationFormat format = model.layers().get(0).input();
    UNetWalk.write(model, dialect.quantize("input", input, format), dialect);
    return dialect.graph.build();
  }

  @Override
  public Wire convolve(Layer layer, Wire from) {
    Wire sums = sums(layer, from);
    return quantize(layer.name(), sums, layer.output().orElseThrow());
  }

  @Override
  public Wire maxPool(String name, Wire from) {
    Wire to = from.halved(name);
    graph.node("MaxPool", name, List.of(from.name()), to.name(), ConvAttributes.maxPool());
    graph.shape(to.name(), TensorProto.DataType.UINT8, to.dims());
    return to;
  }

  @Override
  public Wire concatenate(String name, Wire upsampled, Wire skip) {
    Wire to = upsampled.convolved(name, upsampled.channels() + skip.channels());
    graph.node(
        "Concat",
        name,
        List.of(upsampled.name(), skip.name()),
        to.name(),
        GraphWriter.integer("axis", 1));
    graph.shape(to.name(), TensorProto.DataType.UINT8, to.dims());
    return to;
  }

  @Override
  public void head(Layer layer, Wire from) {
    Wire logits = sums(layer, from);
    graph.output(logits);
  }

  /** The layer's accumulators as values. */
  private Wire sums(Layer layer, Wire from) {
    LayerTensors tensors = new LayerTensors(layer);
    String name = layer.name();
    String activations =
        dequantize(
            name + ".in",
            from.name(),
            graph.scalar(name + ".in.scale", LayerTensors.scale(name, layer.input().exponent())),
            zero);
    String weights = weights(tensors);
    String bias = bias(tensors);
    Wire sums =
        tensors.transposed()
            ? from.doubled(name + ".sums", layer.outChannels())
            : from.convolved(name + ".sums", layer.outChannels());
    if (layer.kind() == LayerKind.LOGITS_1X1) {
      sums = sums.named("logits");
    } else {
      graph.shape(sums.name(), TensorProto.DataType.FLOAT, sums.dims());
    }
    graph.node(
        ConvAttributes.operator(layer.kind()),
        name,
        List.of(activations, weights, bias),
        sums.name(),
        ConvAttributes.of(layer.kind()));
    return sums;
  }

  private String weights(LayerTensors tensors) {
    String name = tensors.layer().name() + ".weight";
    int out = tensors.layer().outChannels();
    return dequantize(
        name,
        graph.codes(name + ".codes", TensorProto.DataType.INT8, tensors.codes(), tensors.dims()),
        graph.floats(name + ".scale", tensors.weightScales(), out),
        graph.codes(name + ".zero", TensorProto.DataType.INT8, new byte[out], out),
        GraphWriter.integer("axis", tensors.outAxis()));
  }

  private String bias(LayerTensors tensors) {
    String name = tensors.layer().name() + ".bias";
    int out = tensors.layer().outChannels();
    return dequantize(
        name,
        graph.ints(name + ".codes", tensors.layer().bias(), out),
        graph.floats(name + ".scale", tensors.accumulatorScales(), out),
        graph.ints(name + ".zero", new int[out], out),
        GraphWriter.integer("axis", 0));
  }

  private String dequantize(
      String name, String codes, String scale, String zeros, AttributeProto... attributes) {
    graph.node("DequantizeLinear", name, List.of(codes, scale, zeros), name + ".value", attributes);
    return name + ".value";
  }

  private Wire quantize(String name, Wire from, ActivationFormat format) {
    String scale = graph.scalar(name + ".scale", LayerTensors.scale(name, format.exponent()));
    Wire codes = from.named(name + ".codes");
    int limit = format.width().maxActivationCode();
    Wire bytes = limit == MAX_CODE ? codes : from.named(name + ".bytes");
    graph.node(
        "QuantizeLinear", name + ".quantize", List.of(from.name(), scale, zero), bytes.name());
    graph.shape(bytes.name(), TensorProto.DataType.UINT8, bytes.dims());
    if (limit < MAX_CODE) {
      String highest =
          graph.codes(name + ".limit", TensorProto.DataType.UINT8, new byte[] {(byte) limit});
      graph.node("Clip", name + ".clip", List.of(bytes.name(), zero, highest), codes.name());
      graph.shape(codes.name(), TensorProto.DataType.UINT8, codes.dims());
    }
    return codes;
  }
}
