package io.quantunet.trainer.net;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.quantunet.driver.model.QuantizedModel;
import io.quantunet.trainer.quantization.ActivationScheme;
import io.quantunet.trainer.quantization.WeightScheme;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

@DisplayName("A net that starts from an integer model")
class IntegerImportTest {

  private final FoldedNets nets = new FoldedNets();

  @ParameterizedTest(name = "{0}, {1}, in {2}")
  @MethodSource("io.quantunet.trainer.net.FoldedNets#schemes")
  void isTheSameAgainAfterImportWhateverTheScheme(
      WeightScheme weights, ActivationScheme activations, Precision precision) {
    SupportedPrecision.require(precision);
    NetSettings settings =
        new NetSettings(
            3, FoldedNets.GRID, FoldedNets.GRID, FoldedNets.BATCH, weights, activations, precision);
    QuantizedModel model = IntegerExport.of(nets.net(settings));
    UNet copy = new UNet(settings, new Random(99));

    IntegerImport.into(copy, model);
    nets.fillInput(copy);
    copy.forward(false);

    nets.assertEqualCodes(copy, model);
  }

  @ParameterizedTest(name = "weights of {0} bits, activations of {1}")
  @CsvSource({"2, 6", "3, 4", "5, 8", "8, 2"})
  void isTheSameAgainAfterImport(int weightBits, int activationBits) {
    QuantizedModel model = IntegerExport.of(nets.net(weightBits, activationBits));
    UNet copy = new UNet(FoldedNets.settings(weightBits, activationBits), new Random(99));

    IntegerImport.into(copy, model);
    nets.fillInput(copy);
    copy.forward(false);

    nets.assertEqualCodes(copy, model);
  }

  @Test
  void goesOnInFullPrecisionWithTheValuesOfItsCodes() {
    QuantizedModel model = IntegerExport.of(nets.net(8, 8));
    UNet floats =
        new UNet(
            NetSettings.fullPrecision(3, FoldedNets.GRID, FoldedNets.GRID, FoldedNets.BATCH),
            new Random(99));
    UNet codes = new UNet(FoldedNets.settings(8, 8), new Random(99));
    for (UNet net : List.of(floats, codes)) {
      IntegerImport.into(net, model);
      nets.fillInput(net);
      net.forward(false);
    }

    // Rounding to 8 bits is all that differs.
    float[] expected = codes.logits().toArray();
    float[] found = floats.logits().toArray();
    double error = 0;
    double size = 0;
    for (int i = 0; i < found.length; i++) {
      error += Math.pow(found[i] - expected[i], 2);
      size += Math.pow(expected[i], 2);
    }
    assertThat(error).isLessThan(0.05 * size);
  }

  @Test
  void keepsTheThresholdOfTheModelItStartedFrom() {
    QuantizedModel exported = IntegerExport.of(nets.net(4, 6));
    QuantizedModel model = new QuantizedModel(exported.width(), exported.layers(), -37);
    UNet net = new UNet(FoldedNets.settings(4, 6), nets.random());

    IntegerImport.into(net, model);

    assertThat(net.logitThreshold()).isNegative();
    assertThat(IntegerExport.of(net).threshold()).isEqualTo(-37);
  }

  @Test
  void refusesAModelOfAnotherFixedWidth() {
    QuantizedModel model = IntegerExport.of(nets.net(5, 6));
    UNet net =
        new UNet(
            new NetSettings(
                3,
                FoldedNets.GRID,
                FoldedNets.GRID,
                FoldedNets.BATCH,
                WeightScheme.FixedWidth.of(4),
                ActivationScheme.FixedWidth.of(6),
                Precision.FLOAT32),
            nets.random());

    assertThatThrownBy(() -> IntegerImport.into(net, model))
        .hasMessage("weights of 5 bits cannot continue as 4 bits");
  }

  @Test
  void refusesAModelOfAnotherWidth() {
    QuantizedModel model = IntegerExport.of(nets.net(4, 6));
    UNet wider = new UNet(NetSettings.quantized(5, 16, 16, 1), nets.random());

    assertThatThrownBy(() -> IntegerImport.into(wider, model))
        .hasMessage("a net of width 5 cannot start from a model of width 3");
  }
}
