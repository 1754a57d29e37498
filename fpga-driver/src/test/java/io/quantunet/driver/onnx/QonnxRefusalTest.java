package io.quantunet.driver.onnx;

import static io.quantunet.driver.onnx.OnnxFiles.assertRefused;
import static io.quantunet.driver.onnx.OnnxFiles.attribute;
import static io.quantunet.driver.onnx.OnnxFiles.node;
import static io.quantunet.driver.onnx.OnnxFiles.removeAttribute;
import static io.quantunet.driver.onnx.OnnxFiles.setFloats;
import static io.quantunet.driver.onnx.OnnxFiles.setIntegers;
import static io.quantunet.driver.onnx.OnnxFiles.tensor;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import com.google.protobuf.ByteString;
import io.quantunet.driver.onnx.proto.GraphProto;
import io.quantunet.driver.onnx.proto.NodeProto;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

@DisplayName("The QONNX import refuses, by the node's name,")
class QonnxRefusalTest {

  @ParameterizedTest(name = "{0}")
  @MethodSource({"quantizers", "convolutions"})
  void whatCannotBeRepresented(String what, Consumer<GraphProto.Builder> change, String message) {
    assertRefused(OnnxFiles.edited(change), "test.onnx: " + message);
  }

  static Stream<Arguments> quantizers() {
    return Stream.of(
        refused(
            "a scale that is no power of two",
            graph -> setFloats(tensor(graph, "encoder2.conv1.out.scale"), 0.3f),
            "node encoder2.conv1.out (Quant): scale 0.3 is no power of two"),
        refused(
            "a negative scale",
            graph -> setFloats(tensor(graph, "encoder2.conv1.out.scale"), -0.5f),
            "node encoder2.conv1.out (Quant): scale -0.5 is no power of two"),
        refused(
            "a scale far beyond every exponent",
            graph -> setFloats(tensor(graph, "encoder2.conv1.out.scale"), 0x1p-120f),
            "node encoder2.conv1.out (Quant): scale 7.52"),
        refused(
            "a zero point",
            graph -> node(graph, "up3.out").setInput(2, "up3.out.scale"),
            "node up3.out (Quant): a zero point that is not 0"),
        refused(
            "another rounding mode",
            graph ->
                attribute(node(graph, "up3.out"), "rounding_mode")
                    .setS(ByteString.copyFromUtf8("HALF_UP")),
            "node up3.out (Quant): rounding mode HALF_UP; only ROUND"),
        refused(
            "activations of more than 8 bits",
            graph -> setFloats(tensor(graph, "bottleneck.conv1.out.bits"), 9),
            "node bottleneck.conv1.out (Quant): 9-bit activations; at most 8 bits"),
        refused(
            "weights of more than 8 bits",
            graph -> setFloats(tensor(graph, "up1.weight.bits"), 12),
            "node up1.weight.out (Quant): 12-bit weights; at most 8 bits"),
        refused(
            "bipolar weights",
            graph -> setFloats(tensor(graph, "up1.weight.bits"), 1),
            "node up1.weight.out (Quant): a bit width that is not one whole number from 2 to 32"),
        refused(
            "half a bit",
            graph -> setFloats(tensor(graph, "up1.weight.bits"), 4.5f),
            "node up1.weight.out (Quant): a bit width that is not one whole number"),
        refused(
            "signed activations",
            graph -> attribute(node(graph, "up3.out"), "signed").setI(1),
            "node up3.out (Quant): activations must be unsigned"),
        refused(
            "narrow activations",
            graph -> attribute(node(graph, "up3.out"), "narrow").setI(1),
            "node up3.out (Quant): activations must be unsigned and not narrow"),
        refused(
            "a scale per channel of activations",
            graph ->
                setFloats(tensor(graph, "up1.out.scale").addDims(2).addDims(1).addDims(1), 1, 2),
            "node up1.out (Quant): activations must have one scale"),
        refused(
            "no word about narrow",
            graph -> removeAttribute(node(graph, "up3.out"), "narrow"),
            "node up3.out (Quant): has no attribute narrow, and tools disagree"),
        refused(
            "unsigned weights",
            graph -> attribute(node(graph, "head.weight.out"), "signed").setI(0),
            "node head.weight.out (Quant): weights must be signed"),
        refused(
            "a weight in the lowest code of the full range",
            graph -> {
              attribute(node(graph, "head.weight.out"), "narrow").setI(0);
              setFloats(tensor(graph, "head.weight"), -1e9f, 0);
            },
            "node head.weight.out (Quant): weight code -"),
        refused(
            "a scale per input channel",
            graph ->
                setFloats(
                    tensor(graph, "head.weight.scale").setDims(0, 1).setDims(1, 2), 0.5f, 0.25f),
            "node head.weight.out (Quant): output channel 0 has several scales"),
        refused(
            "a scale that does not fit its weights",
            graph -> setFloats(tensor(graph, "head.weight.scale").setDims(0, 3), 1, 1, 1),
            "node head.weight.out (Quant): its FloatTensor[3, 1, 1, 1] does not fit"),
        refused(
            "another input than pixels",
            graph -> setFloats(tensor(graph, "input.out.bits"), 7),
            "node input.out (Quant): the frame must be quantized with 8 bits at a scale of 2^-8"),
        refused(
            "codes quantized again, more coarsely",
            graph -> {
              graph.addInitializer(OnnxFiles.scalar("coarse", 64));
              NodeProto again =
                  node(graph, "up3.out").build().toBuilder()
                      .setName("again")
                      .setInput(1, "coarse")
                      .setOutput(0, "again")
                      .build();
              OnnxFiles.insert(graph, again, "decoder3.conv2", 0);
            },
            "node again (Quant): quantizes what is quantized already, differently"));
  }

  static Stream<Arguments> convolutions() {
    return Stream.of(
        refused(
            "weights without quantizer",
            graph -> node(graph, "up2").setInput(1, "up2.weight"),
            "node up2 (ConvTranspose): its weights are not quantized; put a Quant node on them"),
        refused(
            "inputs without quantizer",
            graph -> node(graph, "encoder1.conv2").setInput(0, "encoder1.conv1.relu"),
            "node encoder1.conv2 (Conv): its input encoder1.conv1.relu is not quantized"),
        refused(
            "a frame without quantizer",
            graph -> node(graph, "encoder1.conv1").setInput(0, "input"),
            "node encoder1.conv1 (Conv): its input input is not quantized"),
        refused(
            "a bias between the steps of the sums",
            graph -> {
              node(graph, "head").setInput(2, "head.bias");
              setFloats(tensor(graph, "head.bias"), 0x1p-90f);
            },
            "node head (Conv): the bias of output channel 0 is no int32 multiple"),
        refused(
            "a bias beyond int32",
            graph -> {
              node(graph, "head").setInput(2, "head.bias");
              setFloats(tensor(graph, "head.bias"), 0x1p90f);
            },
            "node head (Conv): the bias of output channel 0 is no int32 multiple"),
        refused(
            "sums that may overflow",
            graph -> {
              float scale = OnnxFiles.floats(tensor(graph, "head.bias.scale"))[0];
              setFloats(tensor(graph, "head.bias"), scale * 0x7FFFFF00);
            },
            "node head (Conv): layer head: output channel 0 may reach an accumulator of"),
        refused(
            "sums much coarser than the codes they become",
            graph -> setFloats(tensor(graph, "bottleneck.conv2.out.scale"), 0x1p-60f),
            "node bottleneck.conv2 (Conv): its sums are 2^"),
        refused(
            "a shift that no engine has",
            graph -> setFloats(tensor(graph, "bottleneck.conv2.out.scale"), 0x1p60f),
            "node bottleneck.conv2 (Conv): layer bottleneck.conv2: output channel 0 needs a shift"),
        refused(
            "another stride",
            graph -> setIntegers(node(graph, "encoder3.conv1"), "strides", 2, 2),
            "node encoder3.conv1 (Conv): strides [2, 2], must be [1, 1]"),
        refused(
            "no padding",
            graph -> removeAttribute(node(graph, "encoder3.conv1"), "pads"),
            "node encoder3.conv1 (Conv): has no attribute pads"),
        refused(
            "dilation",
            graph -> setIntegers(node(graph, "encoder3.conv1"), "dilations", 2, 2),
            "node encoder3.conv1 (Conv): dilations [2, 2], must be [1, 1]"),
        refused(
            "groups",
            graph -> attribute(node(graph, "encoder3.conv1"), "group").setI(2),
            "node encoder3.conv1 (Conv): group 2, must be 1"),
        refused(
            "padding by rule",
            graph ->
                node(graph, "encoder3.conv1")
                    .addAttribute(GraphWriter.text("auto_pad", "SAME_LOWER")),
            "node encoder3.conv1 (Conv): auto_pad SAME_LOWER"),
        refused(
            "another kernel",
            graph -> {
              tensor(graph, "up1.weight").setDims(2, 4).setDims(3, 1);
            },
            "node up1 (ConvTranspose): weights [4, 2, 4, 1]; known are"),
        refused(
            "another pooling",
            graph -> setIntegers(node(graph, "pool3"), "kernel_shape", 3, 3),
            "node pool3 (MaxPool): kernel_shape [3, 3], must be [2, 2]"));
  }

  private static Arguments refused(
      String what, Consumer<GraphProto.Builder> change, String message) {
    return arguments(what, change, message);
  }
}
