package io.quantunet.driver.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Optional;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("A layer")
class LayerTest {

  private static final ActivationFormat OUTPUT = ActivationFormat.of(4, 0);

  @Test
  void provesTheLargestAccumulator() {
    Layer layer = conv1x1(new byte[] {3, -2}, 8, -7);

    assertThat(layer.accumulatorBound()).isEqualTo(7 + (3 + 2) * 255);
  }

  @Test
  void countsTheLargestTapOfATransposedConvolution() {
    byte[] weights = {1, 2, -3, 0};
    Layer layer =
        new Layer(
            "up",
            LayerKind.UPCONV_2X2,
            1,
            1,
            ActivationFormat.INPUT,
            new BitWidth(3),
            weights,
            new int[] {0},
            new int[] {5},
            Optional.of(OUTPUT));

    assertThat(layer.accumulatorBound()).isEqualTo(5 + 3 * 255);
  }

  @Test
  void refusesAnAccumulatorThatCouldOverflow() {
    assertThatThrownBy(() -> conv1x1(new byte[] {1, 0}, 8, Integer.MAX_VALUE))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "layer test: output channel 0 may reach an accumulator of 2147483902, must stay below"
                + " 2^31");
  }

  @Test
  void refusesAWeightOutsideOfTheNarrowRange() {
    assertThatThrownBy(() -> conv1x1(new byte[] {-4, 0}, 8, 0))
        .hasMessage("layer test: weight code -4 is outside of +-3 (3 bits)");
  }

  @Test
  void refusesAShiftBeyond31() {
    assertThatThrownBy(() -> conv1x1(new byte[2], 24, 0))
        .hasMessage("layer test: output channel 0 needs a shift of 32, must be 0..31");
  }

  @Test
  void refusesExponentsWhoseSumOverflows() {
    assertThatThrownBy(() -> conv1x1(new byte[2], Integer.MAX_VALUE, 0))
        .hasMessageContaining("needs a shift of 2147483655");
  }

  @Test
  void refusesChannelsWhoseProductOverflows() {
    assertThatThrownBy(
            () ->
                new Layer(
                    "test",
                    LayerKind.CONV_1X1,
                    1 << 16,
                    1 << 16,
                    ActivationFormat.INPUT,
                    new BitWidth(3),
                    new byte[0],
                    new int[0],
                    new int[0],
                    Optional.of(OUTPUT)))
        .hasMessageContaining("0 weights, needs 65536 x 1 x 65536");
  }

  private static Layer conv1x1(byte[] weights, int weightExponent, int bias) {
    return new Layer(
        "test",
        LayerKind.CONV_1X1,
        2,
        1,
        ActivationFormat.INPUT,
        new BitWidth(3),
        weights,
        new int[] {weightExponent},
        new int[] {bias},
        Optional.of(OUTPUT));
  }
}
