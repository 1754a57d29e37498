package io.quantunet.driver.onnx;

import io.quantunet.driver.onnx.proto.AttributeProto;
import io.quantunet.driver.onnx.proto.GraphProto;
import io.quantunet.driver.onnx.proto.NodeProto;
import io.quantunet.driver.onnx.proto.TensorProto;
import io.quantunet.driver.onnx.proto.ValueInfoProto;
import io.quantunet.proto.DecodeException;
import io.quantunet.proto.DecodeException.Reason;
import java.util.ArrayDeque;
import java.util.Collections;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Who makes what in an ONNX graph. */
final class OnnxGraph {

  private static final int MAX_NODES = 100_000;

  private final GraphProto graph;
  private final Map<String, TensorProto> constants = new HashMap<>();
  private final Map<String, NodeProto> makers = new HashMap<>();
  private final Map<String, FloatTensor> read = new HashMap<>(); // many nodes may share one

  /**
   * @throws DecodeException if two nodes make one tensor, or there are too many
   */
  OnnxGraph(GraphProto graph) throws DecodeException {
    this.graph = graph;
    if (graph.getNodeCount() > MAX_NODES) {
      throw new DecodeException(
          Reason.OVERSIZED, "%d nodes; at most %d".formatted(graph.getNodeCount(), MAX_NODES));
    }
    graph.getInitializerList().forEach(tensor -> constants.put(tensor.getName(), tensor));
    for (NodeProto node : graph.getNodeList()) {
      for (String output : node.getOutputList()) {
        if (!output.isEmpty() && makers.put(output, node) != null) {
          throw Nodes.refusal(
              node, "makes %s, which another node makes, too".formatted(Nodes.shown(output)));
        }
      }
    }
  }

  /** The one input that is no constant; old files list their constants among the inputs. */
  ValueInfoProto input() throws DecodeException {
    List<ValueInfoProto> inputs =
        graph.getInputList().stream()
            .filter(input -> !constants.containsKey(input.getName()))
            .toList();
    if (inputs.size() != 1) {
      throw new DecodeException(
          Reason.BAD_MODEL,
          "%d inputs besides constants; a segmentation net has one, the frame"
              .formatted(inputs.size()));
    }
    return inputs.get(0);
  }

  /** The first output; others, such as scales of a Brevitas QuantTensor, do not count. */
  String output() throws DecodeException {
    if (graph.getOutputCount() == 0) {
      throw new DecodeException(Reason.BAD_MODEL, "a graph without output");
    }
    return graph.getOutput(0).getName();
  }

  /** The nodes that the first output depends on, in the file's order. */
  List<NodeProto> neededNodes() throws DecodeException {
    Set<NodeProto> needed = Collections.newSetFromMap(new IdentityHashMap<>());
    Set<String> seen = new HashSet<>();
    Deque<String> open = new ArrayDeque<>(List.of(output()));
    while (!open.isEmpty()) {
      String tensor = open.pop();
      NodeProto maker = makers.get(tensor);
      if (seen.add(tensor) && maker != null && needed.add(maker)) {
        open.addAll(maker.getInputList());
      }
    }
    return graph.getNodeList().stream().filter(needed::contains).toList();
  }

  /** A constant by its tensor's name: an initializer, a Constant node, an Identity of either. */
  Optional<FloatTensor> constant(String tensor) throws DecodeException {
    String name = tensor;
    for (int hops = 0; hops < MAX_NODES; hops++) {
      if (constants.containsKey(name)) {
        if (!read.containsKey(name)) {
          read.put(name, FloatTensor.of(constants.get(name)));
        }
        return Optional.of(read.get(name));
      }
      NodeProto maker = makers.get(name);
      if (maker != null && maker.getOpType().equals("Constant")) {
        if (!read.containsKey(name)) {
          read.put(name, constantOf(maker));
        }
        return Optional.of(read.get(name));
      }
      if (maker == null || !maker.getOpType().equals("Identity")) {
        return Optional.empty();
      }
      name = Nodes.input(maker, 0, "input");
    }
    return Optional.empty();
  }

  /**
   * A constant that a node needs.
   *
   * @throws DecodeException naming the node, if the input is missing or computed
   */
  FloatTensor constant(NodeProto node, int index, String what) throws DecodeException {
    return constant(Nodes.input(node, index, what))
        .orElseThrow(
            () ->
                Nodes.refusal(
                    node, "its %s is computed; fold constants before exporting".formatted(what)));
  }

  private static FloatTensor constantOf(NodeProto node) throws DecodeException {
    Optional<AttributeProto> value = Nodes.attribute(node, "value");
    if (value.isPresent()) {
      return FloatTensor.of(value.get().getT());
    }
    Optional<AttributeProto> single =
        Nodes.attribute(node, "value_float").or(() -> Nodes.attribute(node, "value_int"));
    if (single.isEmpty()) {
      throw Nodes.refusal(node, "a constant that is neither tensor, float nor int");
    }
    AttributeProto number = single.get();
    float scalar = number.hasF() ? number.getF() : (float) number.getI();
    return new FloatTensor(new int[0], new float[] {scalar});
  }
}
