package io.quantunet.driver.onnx;

import static io.quantunet.driver.onnx.OnnxFiles.assertRefused;
import static io.quantunet.driver.onnx.OnnxFiles.attribute;
import static io.quantunet.driver.onnx.OnnxFiles.node;
import static io.quantunet.driver.onnx.OnnxFiles.operator;
import static io.quantunet.driver.onnx.OnnxFiles.setFloats;
import static io.quantunet.driver.onnx.OnnxFiles.tensor;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import com.google.protobuf.ByteString;
import io.quantunet.driver.onnx.proto.GraphProto;
import io.quantunet.driver.onnx.proto.ModelProto;
import io.quantunet.driver.onnx.proto.NodeProto;
import io.quantunet.driver.onnx.proto.TensorProto;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

@DisplayName("The QONNX import refuses, by the node's or tensor's name,")
class ForeignNetRefusalTest {

  @ParameterizedTest(name = "{0}")
  @MethodSource({"topologies", "tensors"})
  void whatIsNoUNet(String what, Consumer<GraphProto.Builder> change, String message) {
    assertRefused(OnnxFiles.edited(change), "test.onnx: " + message);
  }

  static Stream<Arguments> topologies() {
    return Stream.of(
        refused(
            "an unknown operator",
            graph -> node(graph, "encoder2.conv1.relu").setOpType("LeakyRelu"),
            "node encoder2.conv1.relu (LeakyRelu): this operator is not supported"),
        refused(
            "an operator of an unknown domain",
            graph -> node(graph, "encoder2.conv1.relu").setDomain("com.example"),
            "node encoder2.conv1.relu (Relu): domain com.example is not supported"),
        refused(
            "batch normalization that was not folded",
            graph -> node(graph, "encoder2.conv1.relu").setOpType("BatchNormalization"),
            "node encoder2.conv1.relu (BatchNormalization): fold it"),
        refused(
            "two formats in one concatenation",
            graph -> setFloats(tensor(graph, "up2.out.scale"), 0x1p-30f),
            "node concat2 (Concat): joins ActivationFormat"),
        refused(
            "a concatenation of other axes",
            graph -> attribute(node(graph, "concat2"), "axis").setI(2),
            "node concat2 (Concat): must join two tensors [N, C, H, W] along their channels"),
        refused(
            "a net with a convolution missing",
            graph -> node(graph, "encoder4.conv2").setInput(0, "pool3"),
            "node pool3 (MaxPool): a U-Net of four stages has encoder4.conv1 (CONV_3X3) in its place"),
        refused(
            "other channels",
            graph -> tensor(graph, "head.weight").setDims(0, 2).setDims(1, 1),
            "node head (Conv): 1 -> 2 channels; in its place, head, a U-Net has 2 -> 1"),
        refused(
            "a net with a pooling missing",
            graph -> node(graph, "bottleneck.conv1").setInput(0, "encoder4.conv2.out"),
            "node encoder4.conv2 (Conv): a U-Net of four stages has a MaxPool after encoder4"),
        refused(
            "a net with a concatenation missing",
            graph -> node(graph, "decoder1.conv1").setInput(0, "up1.out"),
            "node up1 (ConvTranspose): a U-Net of four stages has a Concat before decoder1"),
        refused(
            "a skip from elsewhere",
            graph -> {
              setFloats(
                  tensor(graph, "encoder1.conv1.out.scale"), scaleOf(graph, "encoder1.conv2"));
              setFloats(tensor(graph, "encoder1.conv1.out.bits"), bitsOf(graph, "encoder1.conv2"));
              node(graph, "concat1").setInput(1, "encoder1.conv1.out");
            },
            "node pool1 (MaxPool): pools another tensor than the one that encoder1.conv1 joins to up1"),
        refused(
            "logits that are quantized",
            graph -> {
              NodeProto last =
                  node(graph, "up1.out").build().toBuilder()
                      .setName("last")
                      .setOutput(0, "last")
                      .setInput(0, "logits")
                      .build();
              graph.addNode(last).getOutputBuilder(0).setName("last");
            },
            "the output is quantized by or after head; it must be the logits of a Conv 1x1"),
        refused(
            "logits that are rectified",
            graph -> {
              graph.addNode(operator("Relu", "last").toBuilder().addInput("logits"));
              graph.getOutputBuilder(0).setName("last");
            },
            "the output is the result of head and Relu; it must be the logits"),
        refused(
            "a probability",
            graph -> {
              graph.addNode(operator("Sigmoid", "last").toBuilder().addInput("logits"));
              graph.getOutputBuilder(0).setName("last");
            },
            "node last (Sigmoid): this operator is not supported"),
        refused(
            "a tensor that nobody makes",
            graph -> node(graph, "up1").setInput(0, "nowhere"),
            "node up1 (ConvTranspose): reads nowhere, which nothing before it makes"),
        refused(
            "a tensor that two nodes make",
            graph -> graph.addNode(node(graph, "up1").build()),
            "node up1 (ConvTranspose): makes up1.sums, which another node makes, too"),
        refused(
            "a circle",
            graph -> node(graph, "encoder1.conv1").setInput(0, "decoder1.conv2.out"),
            "node encoder1.conv1 (Conv): reads decoder1.conv2.out, which nothing before it makes"),
        refused(
            "a graph without output", GraphProto.Builder::clearOutput, "a graph without output"),
        refused(
            "a second frame",
            graph -> graph.addInputBuilder().setName("other"),
            "2 inputs besides constants"),
        refused(
            "frames in colour",
            graph ->
                graph
                    .getInputBuilder(0)
                    .getTypeBuilder()
                    .getTensorTypeBuilder()
                    .getShapeBuilder()
                    .getDimBuilder(1)
                    .setDimValue(3),
            "input input: must be [N, 1, height, width], one channel of grey"),
        refused(
            "frames that cannot be halved four times",
            graph ->
                graph
                    .getInputBuilder(0)
                    .getTypeBuilder()
                    .getTensorTypeBuilder()
                    .getShapeBuilder()
                    .getDimBuilder(2)
                    .setDimValue(40),
            "input: grid 32 x 40"));
  }

  static Stream<Arguments> tensors() {
    return Stream.of(
        refused(
            "a tensor shorter than it says",
            graph -> tensor(graph, "up1.weight").setRawData(ByteString.EMPTY),
            "tensor up1.weight: dimensions [4, 2, 2, 2] need 128 values or bytes, 0 are there"),
        refused(
            "a tensor of a terabyte",
            graph -> tensor(graph, "up1.weight").setDims(0, 1L << 38),
            "tensor up1.weight: dimensions [274877906944, 2, 2, 2]; at most"),
        refused(
            "a tensor whose size overflows",
            graph -> tensor(graph, "up1.weight").setDims(0, 1L << 62).setDims(1, 4),
            "tensor up1.weight: dimensions"),
        refused(
            "a tensor of negative size",
            graph -> tensor(graph, "up1.weight").setDims(0, -4),
            "tensor up1.weight: dimensions [-4, 2, 2, 2]"),
        refused(
            "a weight that is no number",
            graph -> {
              float[] values = OnnxFiles.floats(tensor(graph, "up1.weight"));
              values[3] = Float.NaN;
              setFloats(tensor(graph, "up1.weight"), values);
            },
            "tensor up1.weight: value NaN is no finite float32"),
        refused(
            "half floats",
            graph ->
                tensor(graph, "up1.weight").setDataType(TensorProto.DataType.FLOAT16.getNumber()),
            "tensor up1.weight: type FLOAT16; known are"),
        refused(
            "data in another file",
            graph -> tensor(graph, "up1.weight").setDataLocation(TensorProto.DataLocation.EXTERNAL),
            "tensor up1.weight: its data is in another file"));
  }

  @Test
  void aFileThatEndsBeforeItsMetadata() {
    assertRefused(
        OnnxFiles.exported().toBuilder().clearMetadataProps().build(),
        "test.onnx: was exported with metadata quantunet.threshold and has it no more");
  }

  @Test
  void aFileThatEndsBeforeItsOperatorSets() {
    assertRefused(
        OnnxFiles.exported().toBuilder().clearOpsetImport().build(),
        "test.onnx: names no operator set; the file is truncated, or no model");
  }

  @Test
  void aThresholdThatIsNoNumber() {
    ModelProto.Builder file = OnnxFiles.exported().toBuilder();
    file.getMetadataPropsBuilderList().forEach(entry -> entry.setValue("many"));

    assertRefused(file.build(), "test.onnx: metadata quantunet.threshold: many is no int32");
  }

  @Test
  void theVariantForOtherTools() {
    byte[] bytes = QonnxExport.bytes(OnnxFiles.MODEL, 32, 32, Upsample.RESIZE_CONV);

    assertRefused(
        OnnxFiles.parse(bytes),
        "test.onnx: node up4.resized (Resize): this operator is not supported");
  }

  private static float scaleOf(GraphProto.Builder graph, String layer) {
    return OnnxFiles.floats(tensor(graph, layer + ".out.scale"))[0];
  }

  private static float bitsOf(GraphProto.Builder graph, String layer) {
    return OnnxFiles.floats(tensor(graph, layer + ".out.bits"))[0];
  }

  private static Arguments refused(
      String what, Consumer<GraphProto.Builder> change, String message) {
    return arguments(what, change, message);
  }
}
