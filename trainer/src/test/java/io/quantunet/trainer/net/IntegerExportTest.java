package io.quantunet.trainer.net;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.quantunet.driver.model.Layer;
import io.quantunet.driver.model.QuantizedModel;
import io.quantunet.trainer.quantization.ActivationQuantizer;
import io.quantunet.trainer.quantization.ActivationScheme;
import io.quantunet.trainer.quantization.WeightScheme;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

@DisplayName("A folded net")
class IntegerExportTest {

  private final FoldedNets nets = new FoldedNets();

  @ParameterizedTest(name = "weights of {0} bits, activations of {1}, in {2}")
  @CsvSource({
    "2, 6, FLOAT32",
    "3, 4, FLOAT32",
    "5, 8, FLOAT32",
    "8, 2, FLOAT32",
    "2, 6, BFLOAT16",
    "3, 4, BFLOAT16",
    "5, 8, BFLOAT16",
    "8, 2, BFLOAT16",
    "8, 8, BFLOAT16"
  })
  void equalsItsExportCodeForCode(int weightBits, int activationBits, Precision precision) {
    SupportedPrecision.require(precision);
    UNet net = nets.net(FoldedNets.settings(weightBits, activationBits, precision));
    net.forward(false);

    nets.assertEqualCodes(net, IntegerExport.of(net));
  }

  @ParameterizedTest(name = "{0}, {1}, in {2}")
  @MethodSource("io.quantunet.trainer.net.FoldedNets#schemes")
  void equalsItsExportWhateverTheScheme(
      WeightScheme weights, ActivationScheme activations, Precision precision) {
    SupportedPrecision.require(precision);
    UNet net =
        nets.net(
            new NetSettings(
                3,
                FoldedNets.GRID,
                FoldedNets.GRID,
                FoldedNets.BATCH,
                weights,
                activations,
                precision));
    net.activationQuantizers().forEach(this::learnSomeWidth);
    net.forward(false);

    nets.assertEqualCodes(net, IntegerExport.of(net));
  }

  @Test
  void cannotBeExportedInFullPrecision() {
    UNet net =
        nets.net(NetSettings.fullPrecision(3, FoldedNets.GRID, FoldedNets.GRID, FoldedNets.BATCH));

    assertThatThrownBy(() -> IntegerExport.of(net))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("full precision has no codes to export");
  }

  @Test
  void tiesTheTwoSourcesOfEveryConcatenation() {
    QuantizedModel model = IntegerExport.of(nets.net(4, 6));

    assertThat(model.layers()).hasSize(23);
    assertThat(layer(model, "up3").output()).isEqualTo(layer(model, "encoder3.conv2").output());
  }

  @Test
  void cannotBeExportedBeforeItIsFolded() {
    UNet net = new UNet(FoldedNets.settings(4, 6), nets.random());

    assertThatThrownBy(() -> IntegerExport.of(net))
        .hasMessage("layer encoder1.conv1: batch normalization must be folded before export");
  }

  @Test
  void isRefusedWithTheLayersNameIfAnAccumulatorMightOverflow() {
    UNet net = nets.net(4, 6);
    net.layers().get(6).bias().value()[1] = 1e9f;

    assertThatThrownBy(() -> IntegerExport.of(net))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageStartingWith("layer encoder4.conv1: ");
  }

  /** Any width of 2..8 where it is learned; tensors then differ. */
  private void learnSomeWidth(ActivationQuantizer quantizer) {
    if (quantizer.learnsWidth()) {
      quantizer.parameters().get(1).value()[0] = 2 + 6 * nets.random().nextFloat();
    }
  }

  private static Layer layer(QuantizedModel model, String name) {
    return model.layers().stream()
        .filter(layer -> layer.name().equals(name))
        .findFirst()
        .orElseThrow();
  }
}
