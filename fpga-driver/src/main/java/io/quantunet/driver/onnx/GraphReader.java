package io.quantunet.driver.onnx;

import io.quantunet.driver.model.ActivationFormat;
import io.quantunet.driver.onnx.proto.NodeProto;
import io.quantunet.proto.DecodeException;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** Takes a graph from its input to its output and notes what each tensor stands for. */
final class GraphReader {

  private final OnnxGraph graph;
  private final Map<String, Value> values = new HashMap<>();

  private GraphReader(OnnxGraph graph) {
    this.graph = graph;
  }

  /**
   * What the first output stands for.
   *
   * @throws DecodeException naming the first node that the integer model cannot represent
   */
  static Value read(OnnxGraph graph) throws DecodeException {
    GraphReader reader = new GraphReader(graph);
    reader.values.put(graph.input().getName(), new Value.Frame());
    NodeProto last = NodeProto.getDefaultInstance();
    for (NodeProto node : graph.neededNodes()) {
      Value made = reader.read(node);
      for (String output : node.getOutputList()) {
        reader.values.put(output, made);
      }
      last = node;
    }
    Value output = reader.values.get(graph.output());
    if (output == null) {
      throw Nodes.refusal(last, "does not make the output " + Nodes.shown(graph.output()));
    }
    return output;
  }

  private Value read(NodeProto node) throws DecodeException {
    if (QuantNode.is(node)) {
      return quantize(QuantNode.of(node, graph));
    }
    if (!node.getDomain().isEmpty() && !node.getDomain().equals("ai.onnx")) {
      throw Nodes.refusal(
          node, "domain %s is not supported".formatted(Nodes.shown(node.getDomain())));
    }
    return switch (node.getOpType()) {
      case "Constant" -> new Value.Constant(graph.constant(node.getOutput(0)).orElseThrow());
      case "Identity" -> value(node, 0, "input");
      case "Relu" -> rectify(node);
      case "Conv", "ConvTranspose" -> convolve(node);
      case "MaxPool" -> pool(node);
      case "Concat" -> concatenate(node);
      case "BatchNormalization" ->
          throw Nodes.refusal(
              node, "fold it into the convolution before it, then quantize and export");
      default ->
          throw Nodes.refusal(
              node,
              "this operator is not supported; known are Quant, Conv, ConvTranspose, Relu, MaxPool,"
                  + " Concat, Identity and Constant");
    };
  }

  private Value quantize(QuantNode quant) throws DecodeException {
    NodeProto node = quant.node();
    Value value = value(node, 0, "input");
    if (value instanceof Value.Constant constant) {
      if (!quant.scale().broadcastsTo(constant.tensor().dims())) {
        throw Nodes.refusal(
            node, "its %s does not fit %s".formatted(quant.scale(), constant.tensor()));
      }
      return new Value.QuantizedConstant(quant, constant.tensor());
    }
    ActivationFormat format = quant.activationFormat();
    if (value instanceof Value.Frame) {
      if (!format.equals(ActivationFormat.INPUT)) {
        throw Nodes.refusal(
            node, "the frame must be quantized with 8 bits at a scale of 2^-8 (pixel / 256)");
      }
      return new Value.Activations(new Source.Input(node), format);
    }
    if (value instanceof Value.Sums sums) {
      return new Value.Activations(sums.source(), format);
    }
    if (value instanceof Value.Activations codes && isWithin(codes.format(), format)) {
      return codes;
    }
    throw Nodes.refusal(
        node, "quantizes what is quantized already, differently; use one quantizer for both");
  }

  /** Whether quantizing codes of the first format in the second changes none of them. */
  private static boolean isWithin(ActivationFormat codes, ActivationFormat again) {
    return codes.exponent() == again.exponent() && codes.width().bits() <= again.width().bits();
  }

  private Value rectify(NodeProto node) throws DecodeException {
    Value value = value(node, 0, "input");
    if (value instanceof Value.Sums sums) {
      return new Value.Sums(sums.source(), true);
    }
    if (value instanceof Value.Activations) {
      return value; // unsigned codes are never negative
    }
    throw Nodes.refusal(node, "must come after a convolution or a quantizer");
  }

  private Value convolve(NodeProto node) throws DecodeException {
    Value.Activations from = activations(node, 0);
    if (!(value(node, 1, "weights") instanceof Value.QuantizedConstant weights)) {
      throw Nodes.refusal(node, "its weights are not quantized; put a Quant node on them");
    }
    Optional<Value> bias = Optional.empty();
    if (Nodes.optionalInput(node, 2).isPresent()) {
      bias = Optional.of(value(node, 2, "bias"));
    }
    return new Value.Sums(
        new Source.Convolution(node, Geometry.kind(node, weights.tensor()), from, weights, bias),
        false);
  }

  private Value pool(NodeProto node) throws DecodeException {
    Geometry.checkMaxPool(node);
    Value.Activations from = activations(node, 0);
    return new Value.Activations(new Source.Pool(node, from), from.format());
  }

  private Value concatenate(NodeProto node) throws DecodeException {
    long axis = Nodes.integer(node, "axis", 1);
    if (node.getInputCount() != 2 || (axis != 1 && axis != -3)) {
      throw Nodes.refusal(node, "must join two tensors [N, C, H, W] along their channels (axis 1)");
    }
    Value.Activations first = activations(node, 0);
    Value.Activations second = activations(node, 1);
    if (!first.format().equals(second.format())) {
      throw Nodes.refusal(
          node,
          "joins %s and %s; give both one quantizer (one scale, one bit width)"
              .formatted(first.format(), second.format()));
    }
    return new Value.Activations(new Source.Concatenation(node, first, second), first.format());
  }

  private Value.Activations activations(NodeProto node, int index) throws DecodeException {
    if (value(node, index, "input") instanceof Value.Activations activations) {
      return activations;
    }
    throw Nodes.refusal(
        node,
        "its input %s is not quantized; put an unsigned Quant node before it"
            .formatted(Nodes.shown(node.getInput(index))));
  }

  private Value value(NodeProto node, int index, String what) throws DecodeException {
    String tensor = Nodes.input(node, index, what);
    if (values.containsKey(tensor)) {
      return values.get(tensor);
    }
    return graph
        .constant(tensor)
        .map(Value.Constant::new)
        .orElseThrow(
            () ->
                Nodes.refusal(
                    node,
                    "reads %s, which nothing before it makes".formatted(Nodes.shown(tensor))));
  }
}
