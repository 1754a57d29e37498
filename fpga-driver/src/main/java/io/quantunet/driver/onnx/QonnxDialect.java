package io.quantunet.driver.onnx;

import io.quantunet.driver.model.ActivationFormat;
import io.quantunet.driver.model.Layer;
import io.quantunet.driver.model.LayerKind;
import io.quantunet.driver.model.QuantizedModel;
import io.quantunet.driver.onnx.proto.AttributeProto;
import io.quantunet.driver.onnx.proto.GraphProto;
import io.quantunet.driver.onnx.proto.TensorProto;
import java.util.List;

/** The steps of a U-Net as float operators between Quant nodes. */
final class QonnxDialect implements Dialect {

  /** Where Quant is at home. */
  static final String DOMAIN = "qonnx.custom_op.general";

  private static final int BIAS_BITS = 32;

  private final GraphWriter graph = new GraphWriter("quantunet-qonnx");
  private final String zero = graph.scalar("zero", 0);
  private final Upsample upsample;

  private QonnxDialect(Upsample upsample) {
    this.upsample = upsample;
  }

  /** The whole graph. */
  static GraphProto graph(QuantizedModel model, int gridWidth, int gridHeight, Upsample upsample) {
    QonnxDialect dialect = new QonnxDialect(upsample);
    Wire input = new Wire("input", 1, gridHeight, gridWidth);
    dialect.graph.input(input);
    ActivationFormat format = model.layers().get(0).input();
    UNetWalk.write(model, dialect.activations("input", input, format), dialect);
    return dialect.graph.build();
  }

  @Override
  public Wire convolve(Layer layer, Wire from) {
    Wire sums = sums(layer, from);
    Wire rectified = sums.named(layer.name() + ".relu");
    graph.node("Relu", rectified.name(), List.of(sums.name()), rectified.name());
    note(rectified);
    return activations(layer.name(), rectified, layer.output().orElseThrow());
  }

  @Override
  public Wire maxPool(String name, Wire from) {
    Wire to = from.halved(name);
    graph.node("MaxPool", name, List.of(from.name()), name, ConvAttributes.maxPool());
    return note(to);
  }

  @Override
  public Wire concatenate(String name, Wire upsampled, Wire skip) {
    graph.node(
        "Concat",
        name,
        List.of(upsampled.name(), skip.name()),
        name,
        GraphWriter.integer("axis", 1));
    return note(upsampled.convolved(name, upsampled.channels() + skip.channels()));
  }

  @Override
  public void head(Layer layer, Wire from) {
    graph.output(sums(layer, from));
  }

  /** The layer's accumulators as values. */
  private Wire sums(Layer layer, Wire from) {
    LayerTensors tensors = new LayerTensors(layer);
    String name = layer.name();
    if (layer.kind() == LayerKind.LOGITS_1X1) {
      return convolution(tensors, from, from.convolved("logits", layer.outChannels()));
    }
    if (!tensors.transposed()) {
      return note(convolution(tensors, from, from.convolved(name + ".sums", layer.outChannels())));
    }
    Wire sums = from.doubled(name + ".sums", layer.outChannels());
    return note(
        upsample == Upsample.TRANSPOSED
            ? convolution(tensors, from, sums)
            : spreadConvolution(tensors, from, sums));
  }

  private Wire convolution(LayerTensors tensors, Wire from, Wire to) {
    LayerKind kind = tensors.layer().kind();
    String weights =
        weights(tensors.layer(), tensors.values(), tensors.dims(), tensors.weightScaleDims());
    graph.node(
        ConvAttributes.operator(kind),
        tensors.layer().name(),
        List.of(from.name(), weights, bias(tensors)),
        to.name(),
        ConvAttributes.of(kind));
    return to;
  }

  /** {@link Upsample#RESIZE_CONV}. */
  private Wire spreadConvolution(LayerTensors tensors, Wire from, Wire to) {
    Layer layer = tensors.layer();
    String name = layer.name();
    Wire spread = SpreadPixels.write(graph, name, from);
    String weights =
        weights(
            layer,
            SpreadPixels.turned(tensors),
            new long[] {layer.outChannels(), layer.inChannels(), 2, 2},
            new long[] {layer.outChannels(), 1, 1, 1});
    graph.node(
        "Conv",
        name,
        List.of(spread.name(), weights, bias(tensors)),
        to.name(),
        ConvAttributes.window(2, 1, 1, 0));
    return to;
  }

  private String weights(Layer layer, float[] values, long[] dims, long[] scaleDims) {
    String name = layer.name() + ".weight";
    String scale = graph.floats(name + ".scale", new LayerTensors(layer).weightScales(), scaleDims);
    return quant(
        name, graph.floats(name, values, dims), scale, layer.weightWidth().bits(), true, dims);
  }

  private String bias(LayerTensors tensors) {
    String name = tensors.layer().name() + ".bias";
    long[] dims = {tensors.layer().outChannels()};
    String scale = graph.floats(name + ".scale", tensors.accumulatorScales(), dims);
    String values = graph.floats(name, tensors.biasValues(), dims);
    return quant(name, values, scale, BIAS_BITS, false, dims);
  }

  private Wire activations(String name, Wire from, ActivationFormat format) {
    Wire to = from.named(name + ".out");
    String scale = graph.scalar(to.name() + ".scale", LayerTensors.scale(name, format.exponent()));
    String bits = graph.scalar(to.name() + ".bits", format.width().bits());
    graph.node(
        DOMAIN,
        "Quant",
        to.name(),
        List.of(from.name(), scale, zero, bits),
        to.name(),
        rounding(0, 0));
    return note(to);
  }

  private String quant(
      String name, String values, String scale, int bits, boolean narrow, long[] dims) {
    String to = name + ".out";
    graph.node(
        DOMAIN,
        "Quant",
        to,
        List.of(values, scale, zero, graph.scalar(name + ".bits", bits)),
        to,
        rounding(1, narrow ? 1 : 0));
    graph.shape(to, TensorProto.DataType.FLOAT, dims);
    return to;
  }

  private static AttributeProto[] rounding(int signed, int narrow) {
    return new AttributeProto[] {
      GraphWriter.integer("signed", signed),
      GraphWriter.integer("narrow", narrow),
      GraphWriter.text("rounding_mode", "ROUND")
    };
  }

  private Wire note(Wire wire) {
    graph.shape(wire.name(), TensorProto.DataType.FLOAT, wire.dims());
    return wire;
  }
}
