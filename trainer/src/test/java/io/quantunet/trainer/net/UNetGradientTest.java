package io.quantunet.trainer.net;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.quantunet.trainer.loss.SegmentationLoss;
import io.quantunet.trainer.optimizer.Parameter;
import java.util.Random;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("The gradients of the whole net in floats")
class UNetGradientTest {

  private static final int GRID = 32;

  private final Random random = new Random(11);
  private final byte[] targets = new byte[4 * GRID * GRID];

  @ParameterizedTest(name = "folded {0}")
  @ValueSource(booleans = {false, true})
  void equalFiniteDifferencesAlongThemselves(boolean folded) {
    UNet net = new UNet(NetSettings.fullPrecision(4, GRID, GRID, 4), random);
    for (int i = 0; i < targets.length; i++) {
      targets[i] = (byte) (i / 7 % 2);
    }
    Probe.fill(net.input(), random);
    net.forward(true);
    if (folded) {
      net.fold();
    }
    loss(net);
    net.backward();

    for (Parameter parameter : net.parameters()) {
      assertMatches(net, parameter);
    }
  }

  private void assertMatches(UNet net, Parameter parameter) {
    float[] gradient = parameter.gradient().clone();
    double norm = 0;
    for (float g : gradient) {
      norm += (double) g * g;
    }
    norm = Math.sqrt(norm);
    double step = 2e-3;
    float[] original = parameter.value().clone();
    double[] losses = new double[2];
    for (int side = 0; side < 2; side++) {
      for (int i = 0; i < gradient.length; i++) {
        double sign = side == 0 ? -1 : 1;
        parameter.value()[i] = (float) (original[i] + sign * step * gradient[i] / (norm + 1e-30));
      }
      losses[side] = loss(net);
    }
    System.arraycopy(original, 0, parameter.value(), 0, original.length);
    // A bias before a ReLU that never opens has no gradient; kinks cost a few percent elsewhere.
    assertThat((losses[1] - losses[0]) / (2 * step))
        .as(parameter.name())
        .isCloseTo(norm, within(0.10 * norm + 2e-4));
  }

  private double loss(UNet net) {
    net.forward(true);
    return SegmentationLoss.evaluate(net.logits(), targets, net.logitGradient()).total();
  }
}
