package io.quantunet.driver.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.quantunet.driver.verify.RandomModels;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("A quantized model")
class QuantizedModelTest {

  private static final QuantizedModel MODEL = RandomModels.model(2, 1);

  @Test
  void hasTheChannelsOfTableOne() {
    List<UNetLayout.Slot> slots = UNetLayout.slots(64);

    assertThat(slots).hasSize(23);
    assertThat(slots.get(9))
        .isEqualTo(new UNetLayout.Slot("bottleneck.conv2", LayerKind.CONV_3X3, 1024, 1024));
    assertThat(slots.get(UNetLayout.indexOf("decoder1.conv1")))
        .isEqualTo(new UNetLayout.Slot("decoder1.conv1", LayerKind.CONV_3X3, 128, 64));
  }

  @Test
  void averagesTheBitsOfAllLayersUnweighted() {
    int sum = MODEL.layers().stream().mapToInt(layer -> layer.weightWidth().bits()).sum();

    assertThat(MODEL.averageBits()).isEqualTo(sum / 23.0);
  }

  @Test
  void refusesLayersOfAnotherWidth() {
    assertThatThrownBy(() -> new QuantizedModel(3, MODEL.layers(), 0))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("layer 0 of a U-Net of width 3 must be");
  }

  @Test
  void refusesALayerThatReadsAnotherFormatThanIsWritten() {
    assertThatThrownBy(() -> withOutput("encoder3.conv1", ActivationFormat.of(5, 30)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("layer encoder3.conv2 reads");
  }

  @Test
  void refusesAConcatenationOfTwoFormats() {
    List<Layer> layers = new ArrayList<>(MODEL.layers());
    replaceOutput(layers, "up2", ActivationFormat.of(8, 1));
    int after = UNetLayout.indexOf("decoder2.conv1");
    Layer reader = layers.get(after);
    layers.set(after, copy(reader, ActivationFormat.of(8, 1), reader.output().orElseThrow()));

    assertThatThrownBy(() -> new QuantizedModel(2, layers, 0))
        .hasMessageStartingWith("layers up2 and encoder2.conv2 are concatenated");
  }

  private static QuantizedModel withOutput(String layer, ActivationFormat output) {
    List<Layer> layers = new ArrayList<>(MODEL.layers());
    replaceOutput(layers, layer, output);
    return new QuantizedModel(2, layers, 0);
  }

  private static void replaceOutput(List<Layer> layers, String name, ActivationFormat output) {
    int index = UNetLayout.indexOf(name);
    layers.set(index, copy(layers.get(index), layers.get(index).input(), output));
  }

  private static Layer copy(Layer layer, ActivationFormat input, ActivationFormat output) {
    int[] exponents = new int[layer.outChannels()];
    Arrays.fill(exponents, output.exponent() - input.exponent() + 4);
    return new Layer(
        layer.name(),
        layer.kind(),
        layer.inChannels(),
        layer.outChannels(),
        input,
        layer.weightWidth(),
        layer.weights(),
        exponents,
        layer.bias(),
        Optional.of(output));
  }
}
