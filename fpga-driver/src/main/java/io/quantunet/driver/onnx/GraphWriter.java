package io.quantunet.driver.onnx;

import com.google.protobuf.ByteString;
import io.quantunet.driver.onnx.proto.AttributeProto;
import io.quantunet.driver.onnx.proto.GraphProto;
import io.quantunet.driver.onnx.proto.NodeProto;
import io.quantunet.driver.onnx.proto.TensorProto;
import io.quantunet.driver.onnx.proto.ValueInfoProto;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.List;

/** Collects the nodes and tensors of one ONNX graph; every tensor's shape is written down. */
final class GraphWriter {

  private static final long[] SCALAR = {};

  private final GraphProto.Builder graph;

  GraphWriter(String name) {
    graph = GraphProto.newBuilder().setName(name);
  }

  /** The graph's only input. */
  void input(Wire wire) {
    graph.addInput(info(wire.name(), TensorProto.DataType.FLOAT, wire.dims()));
  }

  /** The graph's only output. */
  void output(Wire wire) {
    graph.addOutput(info(wire.name(), TensorProto.DataType.FLOAT, wire.dims()));
  }

  /** Notes the shape of a tensor between nodes. */
  void shape(String tensor, TensorProto.DataType type, long... dims) {
    graph.addValueInfo(info(tensor, type, dims));
  }

  /** A node of ONNX itself with one output. */
  void node(
      String operator,
      String name,
      List<String> inputs,
      String output,
      AttributeProto... attributes) {
    node("", operator, name, inputs, output, attributes);
  }

  /** A node of any domain with one output. */
  void node(
      String domain,
      String operator,
      String name,
      List<String> inputs,
      String output,
      AttributeProto... attributes) {
    NodeProto.Builder node =
        NodeProto.newBuilder()
            .setOpType(operator)
            .setName(name)
            .addAllInput(inputs)
            .addOutput(output)
            .addAllAttribute(Arrays.asList(attributes));
    if (!domain.isEmpty()) {
      node.setDomain(domain);
    }
    graph.addNode(node);
  }

  /** A constant of float32 values; its name. */
  String floats(String name, float[] values, long... dims) {
    ByteBuffer bytes = buffer(values.length * Float.BYTES);
    bytes.asFloatBuffer().put(values);
    return constant(name, TensorProto.DataType.FLOAT, bytes, dims);
  }

  /** A scalar constant; its name. */
  String scalar(String name, float value) {
    return floats(name, new float[] {value}, SCALAR);
  }

  /** A constant of int32 values; its name. */
  String ints(String name, int[] values, long... dims) {
    ByteBuffer bytes = buffer(values.length * Integer.BYTES);
    bytes.asIntBuffer().put(values);
    return constant(name, TensorProto.DataType.INT32, bytes, dims);
  }

  /** A constant of int8 or uint8 codes; its name. */
  String codes(String name, TensorProto.DataType type, byte[] values, long... dims) {
    return constant(name, type, ByteBuffer.wrap(values), dims);
  }

  GraphProto build() {
    return graph.build();
  }

  static AttributeProto integer(String name, long value) {
    return AttributeProto.newBuilder()
        .setName(name)
        .setType(AttributeProto.AttributeType.INT)
        .setI(value)
        .build();
  }

  static AttributeProto integers(String name, long... values) {
    return AttributeProto.newBuilder()
        .setName(name)
        .setType(AttributeProto.AttributeType.INTS)
        .addAllInts(Arrays.stream(values).boxed().toList())
        .build();
  }

  static AttributeProto text(String name, String value) {
    return AttributeProto.newBuilder()
        .setName(name)
        .setType(AttributeProto.AttributeType.STRING)
        .setS(ByteString.copyFromUtf8(value))
        .build();
  }

  private String constant(String name, TensorProto.DataType type, ByteBuffer bytes, long... dims) {
    graph.addInitializer(
        TensorProto.newBuilder()
            .setName(name)
            .setDataType(type.getNumber())
            .addAllDims(Arrays.stream(dims).boxed().toList())
            .setRawData(ByteString.copyFrom(bytes)));
    return name;
  }

  private static ValueInfoProto info(String tensor, TensorProto.DataType type, long... dims) {
    ValueInfoProto.Builder info = ValueInfoProto.newBuilder().setName(tensor);
    var tensorType = info.getTypeBuilder().getTensorTypeBuilder().setElemType(type.getNumber());
    tensorType.getShapeBuilder(); // a scalar has a shape without dimensions, not none
    for (long dim : dims) {
      tensorType.getShapeBuilder().addDimBuilder().setDimValue(dim);
    }
    return info.build();
  }

  private static ByteBuffer buffer(int bytes) {
    return ByteBuffer.allocate(bytes).order(ByteOrder.LITTLE_ENDIAN);
  }
}
