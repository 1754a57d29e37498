package io.quantunet.trainer.loss;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.quantunet.trainer.net.NetSettings;
import io.quantunet.trainer.net.UNet;
import io.quantunet.trainer.optimizer.Parameter;
import java.util.Random;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("The price of bits")
class BitWidthPenaltyTest {

  private final UNet net = new UNet(NetSettings.quantized(2, 16, 16, 1), new Random(1));

  @Test
  void isLambdaWhenEveryLayerHasEightBits() {
    net.layers().forEach(layer -> layer.weightQuantizer().bits().value()[0] = 8);

    assertThat(BitWidthPenalty.addTo(net, 0.25)).isCloseTo(0.25, within(1e-9));
  }

  @Test
  void hasTheGradientOfFiniteDifferences() {
    double before = BitWidthPenalty.addTo(net, 0.25);
    Parameter bits = net.layers().get(3).weightQuantizer().bits();
    float gradient = bits.gradient()[0];

    bits.value()[0] += 0.5f;

    assertThat((BitWidthPenalty.addTo(net, 0.25) - before) / 0.5).isCloseTo(gradient, within(1e-6));
  }
}
