package io.quantunet.driver.onnx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.quantunet.driver.model.Layer;
import io.quantunet.driver.model.QuantizedModel;
import io.quantunet.driver.model.UNetLayout;
import io.quantunet.driver.onnx.proto.ModelProto;
import io.quantunet.driver.onnx.proto.NodeProto;
import io.quantunet.driver.onnx.proto.StringStringEntryProto;
import io.quantunet.driver.onnx.proto.TensorProto;
import io.quantunet.proto.DecodeException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@DisplayName("The ONNX export")
class QonnxExportTest {

  private static final int BEYOND_FLOAT = (1 << 24) + 1;

  @Test
  void saysWhichLayersAnExecutorInFloatMayRound() {
    QuantizedModel model = withHeadBias(1 << 24);

    ModelProto file = OnnxFiles.parse(QonnxExport.bytes(model, 32, 32, Upsample.TRANSPOSED));

    assertThat(QonnxExport.layersBeyondFloat(model)).containsExactly("head");
    assertThat(file.getMetadataPropsList().stream().map(StringStringEntryProto::getValue))
        .contains("sums may reach 2^24, where an executor in float32 rounds, in [head]");
  }

  @Test
  void saysThatASmallNetIsExact() {
    assertThat(QonnxExport.layersBeyondFloat(OnnxFiles.MODEL)).isEmpty();
  }

  @Test
  void keepsABiasBeyond2To24ThatFloatHolds() throws DecodeException {
    QuantizedModel model = withHeadBias(-(1 << 28) - 32);

    byte[] file = QonnxExport.bytes(model, 32, 32, Upsample.TRANSPOSED);

    assertThat(QonnxImport.decode(file, "test").model()).isEqualTo(model);
  }

  @Test
  void refusesABiasThatFloatCannotHold() {
    assertThatThrownBy(
            () -> QonnxExport.bytes(withHeadBias(BEYOND_FLOAT), 32, 32, Upsample.TRANSPOSED))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "layer head: the bias 16777217 of output channel 0 is not exact in QONNX's float32;"
                + " export with --format qdq, whose biases are int32");
  }

  @Test
  void keepsEveryBiasInTheQuantizeLinearForm() {
    ModelProto file = OnnxFiles.parse(QdqExport.bytes(withHeadBias(BEYOND_FLOAT), 32, 32));

    TensorProto bias =
        OnnxFiles.tensor(file.toBuilder().getGraphBuilder(), "head.bias.codes").build();
    assertThat(bias.getRawData().asReadOnlyByteBuffer().get(0)).isEqualTo((byte) 1);
    assertThat(bias.getDataType()).isEqualTo(TensorProto.DataType.INT32.getNumber());
  }

  @Test
  void refusesAScaleThatFloatCannotHold() {
    QuantizedModel model = withHead(head -> new int[] {200}, 0);

    assertThatThrownBy(() -> QonnxExport.bytes(model, 32, 32, Upsample.TRANSPOSED))
        .hasMessageStartingWith("layer head: a scale of 2^-200 does not fit");
    assertThatThrownBy(() -> QdqExport.bytes(model, 32, 32))
        .hasMessageStartingWith("layer head: a scale of 2^-200 does not fit");
  }

  @ParameterizedTest
  @EnumSource(Upsample.class)
  void refusesAGridThatDoesNotFit(Upsample upsample) {
    assertThatThrownBy(() -> QonnxExport.bytes(OnnxFiles.MODEL, 32, 40, upsample))
        .hasMessageStartingWith("grid 32 x 40");
  }

  @Test
  void writesNoTransposedConvolutionForToolsWithoutIt() {
    List<NodeProto> nodes =
        OnnxFiles.parse(QonnxExport.bytes(OnnxFiles.MODEL, 32, 32, Upsample.RESIZE_CONV))
            .getGraph()
            .getNodeList();

    assertThat(nodes)
        .extracting(NodeProto::getOpType)
        .contains("Resize")
        .doesNotContain("ConvTranspose");
  }

  private static QuantizedModel withHeadBias(int bias) {
    return withHead(Layer::weightExponents, bias);
  }

  private static QuantizedModel withHead(Function<Layer, int[]> exponents, int bias) {
    List<Layer> layers = new ArrayList<>(OnnxFiles.MODEL.layers());
    Layer head = layers.get(UNetLayout.indexOf("head"));
    layers.set(
        UNetLayout.indexOf("head"),
        new Layer(
            head.name(),
            head.kind(),
            head.inChannels(),
            head.outChannels(),
            head.input(),
            head.weightWidth(),
            head.weights(),
            exponents.apply(head),
            new int[] {bias},
            head.output()));
    return new QuantizedModel(OnnxFiles.MODEL.width(), layers, 0);
  }
}
