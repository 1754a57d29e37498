package io.quantunet.trainer.loss;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.quantunet.trainer.net.ConvLayer;
import io.quantunet.trainer.net.NetSettings;
import io.quantunet.trainer.net.Precision;
import io.quantunet.trainer.net.UNet;
import io.quantunet.trainer.optimizer.Parameter;
import io.quantunet.trainer.quantization.ActivationQuantizer;
import io.quantunet.trainer.quantization.ActivationScheme;
import io.quantunet.trainer.quantization.WeightScheme;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@DisplayName("The price of bits")
class BitWidthPenaltyTest {

  private final UNet net = new UNet(NetSettings.quantized(2, 16, 16, 1), new Random(1));

  @AfterEach
  void close() {
    net.close();
  }

  @ParameterizedTest
  @EnumSource(BitWidthForm.class)
  void isLambdaWhenEveryLayerHasEightBits(BitWidthForm form) {
    net.layers().forEach(layer -> layer.weightQuantizer().bits().value()[0] = 8);

    assertThat(new BitWidthPenalty(net, form, 8).addTo(0.25)).isCloseTo(0.25, within(1e-9));
  }

  @ParameterizedTest
  @EnumSource(BitWidthForm.class)
  void hasTheGradientOfFiniteDifferences(BitWidthForm form) {
    BitWidthPenalty penalty = new BitWidthPenalty(net, form, 8);
    double before = penalty.addTo(0.25);
    Parameter bits = net.layers().get(3).weightQuantizer().bits();
    float gradient = bits.gradient()[0];

    bits.value()[0] += 0.5f;

    assertThat((penalty.addTo(0.25) - before) / 0.5).isCloseTo(gradient, within(1e-6));
  }

  @Test
  void weighsEachLayerByItsCost() {
    net.layers().forEach(layer -> layer.weightQuantizer().bits().value()[0] = 2);
    net.layers().get(0).weightQuantizer().bits().value()[0] = 6.4f;
    LayerCost onlyEnds =
        layer ->
            switch (layer.slot().name()) {
              case "encoder1.conv1" -> 1;
              case "head" -> 3;
              default -> 0;
            };

    BitWidthPenalty penalty = new BitWidthPenalty(net, onlyEnds, 1);

    assertThat(penalty.learnedBits()).isCloseTo((6.4 + 3 * 2) / 4, within(1e-6));
    assertThat(penalty.integerBits()).isEqualTo((6 + 3 * 2) / 4.0);
    assertThat(penalty.addTo(0.5)).isCloseTo(0.5 * (6.4 + 3 * 2) / 4, within(1e-6));
    assertThat(gradient(net.layers().get(22))).isCloseTo(0.5f * 3 / 4, within(1e-7f));
    assertThat(gradient(net.layers().get(5))).isZero();
  }

  @Test
  void pricesTheMeanOfTheActivationsWhereTheyAreLearned() {
    NetSettings learned =
        new NetSettings(
            2,
            16,
            16,
            1,
            new WeightScheme.LearnedWidth(4),
            new ActivationScheme.LearnedWidth(6),
            Precision.FLOAT32);
    try (UNet both = new UNet(learned, new Random(1))) {
      BitWidthPenalty penalty = new BitWidthPenalty(both, BitWidthForm.LAYERS, 8);
      ActivationQuantizer one = both.activationQuantizers().iterator().next();
      both.activationQuantizers().forEach(ActivationQuantizer::startBackward);

      double before = penalty.addTo(0.25);
      float gradient = width(one).gradient()[0];
      width(one).value()[0] += 0.5f;

      assertThat(before).isCloseTo(0.25 * (4 + 6) / 8, within(1e-6));
      assertThat(gradient).isPositive();
      assertThat((penalty.addTo(0.25) - before) / 0.5).isCloseTo(gradient, within(1e-6));
    }
    assertThat(new BitWidthPenalty(net, BitWidthForm.LAYERS, 8).learnedActivationBits())
        .as("fixed widths cost nothing")
        .isZero();
  }

  private static Parameter width(ActivationQuantizer quantizer) {
    return quantizer.parameters().get(1);
  }

  @Test
  void refusesCostsThatAreAllNothing() {
    assertThatThrownBy(() -> new BitWidthPenalty(net, layer -> 0, 8))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("every layer's cost");
  }

  private static float gradient(ConvLayer layer) {
    return layer.weightQuantizer().bits().gradient()[0];
  }
}
