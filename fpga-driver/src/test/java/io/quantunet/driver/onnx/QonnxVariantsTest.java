package io.quantunet.driver.onnx;

import static io.quantunet.driver.onnx.OnnxFiles.MODEL;
import static io.quantunet.driver.onnx.OnnxFiles.edited;
import static io.quantunet.driver.onnx.OnnxFiles.exported;
import static io.quantunet.driver.onnx.OnnxFiles.imported;
import static io.quantunet.driver.onnx.OnnxFiles.node;
import static io.quantunet.driver.onnx.OnnxFiles.tensor;
import static org.assertj.core.api.Assertions.assertThat;

import io.quantunet.driver.model.BitWidth;
import io.quantunet.driver.model.Layer;
import io.quantunet.driver.model.UNetLayout;
import io.quantunet.driver.onnx.proto.AttributeProto;
import io.quantunet.driver.onnx.proto.GraphProto;
import io.quantunet.driver.onnx.proto.ModelProto;
import io.quantunet.driver.onnx.proto.NodeProto;
import io.quantunet.driver.onnx.proto.TensorProto;
import io.quantunet.proto.DecodeException;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("The QONNX import understands")
class QonnxVariantsTest {

  @ParameterizedTest
  @ValueSource(
      strings = {
        "onnx.brevitas",
        "finn.custom_op.general",
        "qonnx.custom_op.general",
        "qonnx.custom_op.channels_last"
      })
  void everyDomainOfQuant(String domain) throws DecodeException {
    ModelProto file = edited(graph -> quants(graph).forEach(node -> node.setDomain(domain)));

    assertThat(imported(file)).isEqualTo(MODEL);
  }

  @Test
  void theOtherNameOfQuant() throws DecodeException {
    ModelProto file = edited(graph -> quants(graph).forEach(node -> node.setOpType("IntQuant")));

    assertThat(imported(file)).isEqualTo(MODEL);
  }

  @Test
  void nodesWithoutNames() throws DecodeException {
    ModelProto file =
        edited(graph -> graph.getNodeBuilderList().forEach(NodeProto.Builder::clearName));

    assertThat(imported(file)).isEqualTo(MODEL);
  }

  @Test
  void bitWidthsInInt64() throws DecodeException {
    ModelProto file =
        edited(
            graph ->
                graph.getInitializerBuilderList().stream()
                    .filter(tensor -> tensor.getName().endsWith(".bits"))
                    .forEach(QonnxVariantsTest::toInt64));

    assertThat(imported(file)).isEqualTo(MODEL);
  }

  @Test
  void valuesThatAreNotRawBytes() throws DecodeException {
    ModelProto file =
        edited(graph -> graph.getInitializerBuilderList().forEach(QonnxVariantsTest::toTyped));

    assertThat(imported(file)).isEqualTo(MODEL);
  }

  @Test
  void constantsListedAmongTheInputs() throws DecodeException {
    ModelProto file =
        edited(
            graph ->
                graph
                    .getInitializerList()
                    .forEach(tensor -> graph.addInputBuilder().setName(tensor.getName())));

    assertThat(imported(file)).isEqualTo(MODEL);
  }

  @Test
  void constantsInNodes() throws DecodeException {
    ModelProto file = edited(QonnxVariantsTest::toConstantNodes);

    assertThat(imported(file)).isEqualTo(MODEL);
  }

  @Test
  void identitiesAndASecondRectifier() throws DecodeException {
    ModelProto file =
        edited(
            graph -> {
              OnnxFiles.insert(
                  graph, OnnxFiles.operator("Identity", "same"), "bottleneck.conv1", 0);
              OnnxFiles.insert(graph, OnnxFiles.operator("Relu", "again"), "up4", 0);
            });

    assertThat(imported(file)).isEqualTo(MODEL);
  }

  @Test
  void quantizersWithoutRectifier() throws DecodeException {
    ModelProto file =
        edited(graph -> node(graph, "decoder3.conv1.out").setInput(0, "decoder3.conv1.sums"));

    assertThat(imported(file)).isEqualTo(MODEL);
  }

  @Test
  void aQuantizerThatRepeatsTheOneBeforeThePooling() throws DecodeException {
    ModelProto file =
        edited(
            graph -> {
              NodeProto again =
                  node(graph, "encoder2.conv2.out")
                      .clone()
                      .setName("again")
                      .setOutput(0, "again")
                      .build();
              OnnxFiles.insert(graph, again, "encoder3.conv1", 0);
            });

    assertThat(imported(file)).isEqualTo(MODEL);
  }

  @Test
  void furtherOutputsWithWhateverMakesThem() throws DecodeException {
    ModelProto file =
        edited(
            graph -> {
              graph.addNode(OnnxFiles.operator("Log", "extra").toBuilder().addInput("logits"));
              graph.addOutputBuilder().setName("extra");
            });

    assertThat(imported(file)).isEqualTo(MODEL);
  }

  @Test
  void biasesThatAreNotQuantizedButLieOnTheGrid() throws DecodeException {
    ModelProto file = edited(graph -> node(graph, "up2").setInput(2, "up2.bias"));

    assertThat(imported(file)).isEqualTo(MODEL);
  }

  @Test
  void aMissingBias() throws DecodeException {
    ModelProto file =
        edited(
            graph -> {
              NodeProto.Builder head = node(graph, "head");
              List<String> inputs = head.getInputList().subList(0, 2);
              head.clearInput().addAllInput(List.copyOf(inputs));
            });

    assertThat(layer(file, "head").bias()).containsExactly(0);
  }

  @Test
  void oneScaleForAllChannels() throws DecodeException {
    ModelProto file =
        edited(
            graph -> {
              float scale = OnnxFiles.floats(tensor(graph, "head.weight.scale"))[0];
              OnnxFiles.setFloats(tensor(graph, "head.weight.scale").clearDims(), scale);
            });

    assertThat(imported(file)).isEqualTo(MODEL);
  }

  @Test
  void weightsBetweenTheCodesRoundedHalfToEven() throws DecodeException {
    ModelProto file =
        edited(
            graph -> {
              float[] values = OnnxFiles.floats(tensor(graph, "head.weight"));
              float scale = OnnxFiles.floats(tensor(graph, "head.weight.scale"))[0];
              values[0] = 0.5f * scale;
              values[1] = -1e30f;
              OnnxFiles.setFloats(tensor(graph, "head.weight"), values);
            });

    Layer head = layer(file, "head");

    assertThat(head.weight(0, 0, 0)).isZero();
    assertThat(head.weight(0, 0, 1)).isEqualTo(-head.weightWidth().maxWeightCode());
  }

  @Test
  void weightsInTheFullRangeIfNoneIsTheLowestCode() throws DecodeException {
    ModelProto file =
        edited(graph -> OnnxFiles.attribute(node(graph, "up3.weight.out"), "narrow").setI(0));

    assertThat(imported(file)).isEqualTo(MODEL);
  }

  @Test
  void channelsOfZerosWithAnyScale() throws DecodeException {
    ModelProto file =
        edited(
            graph -> {
              float[] scales = OnnxFiles.floats(tensor(graph, "up4.weight.scale"));
              scales[0] = 0x1p-60f;
              OnnxFiles.setFloats(tensor(graph, "up4.weight.scale"), scales);
              float[] weights = OnnxFiles.floats(tensor(graph, "up4.weight"));
              int out = MODEL.layers().get(UNetLayout.indexOf("up4")).outChannels();
              for (int i = 0; i < weights.length; i++) {
                weights[i] = i / 4 % out == 0 ? 0 : weights[i];
              }
              OnnxFiles.setFloats(tensor(graph, "up4.weight"), weights);
              float[] biases = OnnxFiles.floats(tensor(graph, "up4.bias"));
              biases[0] = 0;
              OnnxFiles.setFloats(tensor(graph, "up4.bias"), biases);
            });

    assertThat(layer(file, "up4").shift(0)).isBetween(0, Layer.MAX_SHIFT);
  }

  @Test
  void sumsCoarserThanTheCodesTheyBecome() throws DecodeException {
    Layer before = MODEL.layers().get(UNetLayout.indexOf("bottleneck.conv2"));
    int lift = before.shift(0) + 1;
    ModelProto file =
        edited(
            graph -> {
              TensorProto.Builder weights = tensor(graph, "bottleneck.conv2.weight");
              float[] ones = OnnxFiles.floats(weights);
              Arrays.fill(ones, Math.scalb(1f, -before.weightExponents()[0]));
              OnnxFiles.setFloats(weights, ones);
              float[] scales = OnnxFiles.floats(tensor(graph, "bottleneck.conv2.weight.scale"));
              Arrays.fill(scales, ones[0]);
              OnnxFiles.setFloats(tensor(graph, "bottleneck.conv2.weight.scale"), scales);
              OnnxFiles.setFloats(tensor(graph, "bottleneck.conv2.weight.bits"), 2);
              NodeProto.Builder convolution = node(graph, "bottleneck.conv2");
              List<String> inputs = List.copyOf(convolution.getInputList().subList(0, 2));
              convolution.clearInput().addAllInput(inputs);
              OnnxFiles.scale(tensor(graph, "bottleneck.conv2.out.scale"), Math.scalb(1f, -lift));
            });

    Layer refined = layer(file, "bottleneck.conv2");

    assertThat(refined.shift(0)).isZero();
    assertThat(refined.weight(0, 0, 0)).isEqualTo(2);
    assertThat(refined.weightWidth()).isEqualTo(new BitWidth(3));
    assertThat(refined.weightExponents()[0]).isEqualTo(before.weightExponents()[0] + 1);
  }

  @Test
  void concatenationsThatBeginWithTheSkip() throws DecodeException {
    ModelProto file =
        edited(
            graph -> {
              NodeProto.Builder concat = node(graph, "concat1");
              String upsampled = concat.getInput(0);
              concat.setInput(0, concat.getInput(1)).setInput(1, upsampled);
            });
    Layer expected = MODEL.layers().get(UNetLayout.indexOf("decoder1.conv1"));

    Layer found = layer(file, "decoder1.conv1");

    for (int in = 0; in < expected.inChannels(); in++) {
      int turned = (in + expected.inChannels() / 2) % expected.inChannels();
      assertThat(found.weight(1, 4, turned)).isEqualTo(expected.weight(1, 4, in));
    }
  }

  @Test
  void anInputOfOpenSize() throws DecodeException {
    ModelProto file = edited(graph -> graph.getInputBuilder(0).clearType());

    QonnxImport.Imported imported = QonnxImport.decode(file.toByteArray(), "test");

    assertThat(imported.gridWidth()).isEqualTo(128);
    assertThat(imported.gridHeight()).isEqualTo(128);
  }

  @Test
  void filesOfOthersWithoutThreshold() throws DecodeException {
    ModelProto file = exported().toBuilder().clearProducerName().clearMetadataProps().build();

    assertThat(imported(file).threshold()).isZero();
  }

  private static Layer layer(ModelProto file, String name) throws DecodeException {
    return imported(file).layers().get(UNetLayout.indexOf(name));
  }

  private static List<NodeProto.Builder> quants(GraphProto.Builder graph) {
    return graph.getNodeBuilderList().stream()
        .filter(node -> node.getOpType().equals("Quant"))
        .toList();
  }

  private static void toInt64(TensorProto.Builder tensor) {
    long bits = (long) OnnxFiles.floats(tensor)[0];
    tensor.clearRawData().setDataType(TensorProto.DataType.INT64.getNumber()).addInt64Data(bits);
  }

  private static void toTyped(TensorProto.Builder tensor) {
    float[] values = OnnxFiles.floats(tensor);
    tensor.clearRawData();
    for (float value : values) {
      tensor.addFloatData(value);
    }
  }

  private static void toConstantNodes(GraphProto.Builder graph) {
    List<NodeProto> nodes = List.copyOf(graph.getNodeList());
    graph.clearNode();
    for (TensorProto tensor : graph.getInitializerList()) {
      NodeProto.Builder constant = OnnxFiles.operator("Constant", tensor.getName()).toBuilder();
      constant
          .addAttributeBuilder()
          .setName("value")
          .setType(AttributeProto.AttributeType.TENSOR)
          .setT(tensor);
      graph.addNode(constant);
    }
    graph.clearInitializer().addAllNode(nodes);
  }
}
