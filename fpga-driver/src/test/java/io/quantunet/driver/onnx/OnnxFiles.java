package io.quantunet.driver.onnx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import io.quantunet.driver.model.QuantizedModel;
import io.quantunet.driver.onnx.proto.AttributeProto;
import io.quantunet.driver.onnx.proto.GraphProto;
import io.quantunet.driver.onnx.proto.ModelProto;
import io.quantunet.driver.onnx.proto.NodeProto;
import io.quantunet.driver.onnx.proto.TensorProto;
import io.quantunet.driver.verify.RandomModels;
import io.quantunet.proto.DecodeException;
import io.quantunet.proto.DecodeException.Reason;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;
import java.util.function.Consumer;

/** An exported file, and what others might write in its place. */
final class OnnxFiles {

  static final int GRID = 32;
  static final QuantizedModel MODEL = RandomModels.model(2, 7);
  private static final ModelProto EXPORTED = parse(bytes());

  private OnnxFiles() {}

  static byte[] bytes() {
    return QonnxExport.bytes(MODEL, GRID, GRID, Upsample.TRANSPOSED);
  }

  static ModelProto exported() {
    return EXPORTED;
  }

  static ModelProto parse(byte[] bytes) {
    try {
      return ModelProto.parseFrom(bytes);
    } catch (InvalidProtocolBufferException e) {
      throw new AssertionError(e);
    }
  }

  /** The exported file with another graph. */
  static ModelProto edited(Consumer<GraphProto.Builder> change) {
    ModelProto.Builder file = EXPORTED.toBuilder();
    change.accept(file.getGraphBuilder());
    return file.build();
  }

  static QuantizedModel imported(ModelProto file) throws DecodeException {
    return QonnxImport.decode(file.toByteArray(), "test.onnx").model();
  }

  /** The import refuses the file in these words. */
  static void assertRefused(ModelProto file, String message) {
    DecodeException refusal = catchThrowableOfType(DecodeException.class, () -> imported(file));

    assertThat(refusal).isNotNull().hasMessageStartingWith(message);
    assertThat(refusal.reason()).isEqualTo(Reason.BAD_MODEL);
  }

  static NodeProto.Builder node(GraphProto.Builder graph, String name) {
    return graph.getNodeBuilderList().stream()
        .filter(node -> node.getName().equals(name))
        .findFirst()
        .orElseThrow();
  }

  static TensorProto.Builder tensor(GraphProto.Builder graph, String name) {
    return graph.getInitializerBuilderList().stream()
        .filter(tensor -> tensor.getName().equals(name))
        .findFirst()
        .orElseThrow();
  }

  static AttributeProto.Builder attribute(NodeProto.Builder node, String name) {
    return node.getAttributeBuilderList().stream()
        .filter(attribute -> attribute.getName().equals(name))
        .findFirst()
        .orElseThrow();
  }

  static void removeAttribute(NodeProto.Builder node, String name) {
    List<AttributeProto> kept =
        node.getAttributeList().stream().filter(found -> !found.getName().equals(name)).toList();
    node.clearAttribute().addAllAttribute(kept);
  }

  /** Replaces a node's list attribute. */
  static void setIntegers(NodeProto.Builder node, String name, long... values) {
    AttributeProto.Builder found = attribute(node, name).clearInts();
    for (long value : values) {
      found.addInts(value);
    }
  }

  static float[] floats(TensorProto.Builder tensor) {
    ByteBuffer raw = tensor.getRawData().asReadOnlyByteBuffer().order(ByteOrder.LITTLE_ENDIAN);
    float[] values = new float[raw.remaining() / Float.BYTES];
    raw.asFloatBuffer().get(values);
    return values;
  }

  /** Replaces a tensor's values, not its dimensions. */
  static void setFloats(TensorProto.Builder tensor, float... values) {
    ByteBuffer raw =
        ByteBuffer.allocate(values.length * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
    raw.asFloatBuffer().put(values);
    tensor.setRawData(ByteString.copyFrom(raw));
  }

  /** Multiplies a tensor's values. */
  static void scale(TensorProto.Builder tensor, float factor) {
    float[] values = floats(tensor);
    for (int i = 0; i < values.length; i++) {
      values[i] *= factor;
    }
    setFloats(tensor, values);
  }

  /** Puts a node between a tensor and the node that reads it. */
  static void insert(GraphProto.Builder graph, NodeProto inserted, String reader, int input) {
    int index = 0;
    while (!graph.getNode(index).getName().equals(reader)) {
      index++;
    }
    NodeProto.Builder node = graph.getNodeBuilder(index);
    List<String> others = inserted.getInputList().stream().skip(1).toList();
    NodeProto.Builder placed =
        inserted.toBuilder().clearInput().addInput(node.getInput(input)).addAllInput(others);
    node.setInput(input, inserted.getOutput(0));
    graph.addNode(index, placed);
  }

  static TensorProto scalar(String name, float value) {
    return TensorProto.newBuilder()
        .setName(name)
        .setDataType(TensorProto.DataType.FLOAT.getNumber())
        .addFloatData(value)
        .build();
  }

  static NodeProto operator(String operator, String name) {
    return NodeProto.newBuilder().setOpType(operator).setName(name).addOutput(name).build();
  }
}
