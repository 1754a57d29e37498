package io.quantunet.driver.accelerator.cost;

import static org.assertj.core.api.Assertions.assertThat;

import io.quantunet.driver.accelerator.arch.Configuration;
import io.quantunet.driver.accelerator.arch.Configurations;
import io.quantunet.driver.accelerator.compiler.Compiler;
import io.quantunet.driver.accelerator.plan.UNetShape;
import io.quantunet.driver.engine.graph.Graph;
import io.quantunet.driver.model.QuantizedModel;
import io.quantunet.driver.model.UNetLayout;
import io.quantunet.driver.verify.RandomModels;
import java.util.Collections;
import org.junit.jupiter.api.Test;

class NetCostsTest {

  private static final int LAYERS = UNetLayout.slots(1).size();

  @Test
  void areThoseThatTheCompilerPredictsForAModelOfTheShape() {
    QuantizedModel model = RandomModels.model(5, 8);
    for (Configuration array : Configurations.ALL) {
      FrameCost compiled = new Compiler(array, 0, false).compile(Graph.of(model), 48, 32).cost();

      assertThat(NetCosts.of(UNetShape.of(model), 48, 32, array)).isEqualTo(compiled);
    }
  }

  @Test
  void fallWithTheBitsOfTheWeights() {
    double ratio = (double) cycles(64, 2, 128) / cycles(64, 8, 128);

    assertThat(ratio).isBetween(0.20, 0.26);
  }

  @Test
  void growWithTheSecondDigitOfTheActivations() {
    FrameCost one = cost(16, 4, 4);
    FrameCost two = cost(16, 4, 5);

    assertThat(two.steps()).isGreaterThan(one.steps() * 19 / 10);
    assertThat(two.readBytes()).isGreaterThan(one.readBytes());
    assertThat(two.energy()).isGreaterThan(one.energy());
    assertThat(cost(16, 4, 6)).isEqualTo(two);
  }

  private static FrameCost cost(int width, int weightBits, int activationBits) {
    UNetShape shape =
        new UNetShape(
            width,
            Collections.nCopies(LAYERS, weightBits),
            Collections.nCopies(LAYERS - 1, activationBits));
    return NetCosts.of(shape, 64, 64, Configurations.K26);
  }

  private static long cycles(int width, int weightBits, int side) {
    UNetShape shape =
        new UNetShape(
            width, Collections.nCopies(LAYERS, weightBits), Collections.nCopies(LAYERS - 1, 4));
    return NetCosts.of(shape, side, side, Configurations.K26).cycles();
  }
}
