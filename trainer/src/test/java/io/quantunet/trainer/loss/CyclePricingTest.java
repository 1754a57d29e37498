package io.quantunet.trainer.loss;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.quantunet.driver.accelerator.arch.Configurations;
import io.quantunet.driver.accelerator.cost.FrameCost;
import io.quantunet.driver.accelerator.cost.NetCosts;
import io.quantunet.driver.accelerator.plan.UNetShape;
import io.quantunet.trainer.net.ConvLayer;
import io.quantunet.trainer.net.NetSettings;
import io.quantunet.trainer.net.UNet;
import io.quantunet.trainer.optimizer.Parameter;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("Bits weighed by the accelerator's cycles")
class CyclePricingTest {

  private static final int WIDTH = 16;
  private static final int GRID = 64;
  private static final CyclePricing PRICING = new CyclePricing(Configurations.CI);

  private final UNet net = new UNet(NetSettings.quantized(WIDTH, GRID, GRID, 1), new Random(1));

  @AfterEach
  void close() {
    net.close();
  }

  @Test
  void predictWhatAWiderLayerTakesLonger() {
    LayerCost cost = PRICING.on(net);
    List<Integer> widths = new ArrayList<>(Collections.nCopies(net.layers().size(), 3));
    long before = cost(widths).cycles();

    for (int i = 0; i < net.layers().size(); i++) {
      widths.set(i, 7);
      long longer = cost(widths).cycles() - before;
      widths.set(i, 3);

      assertThat(4 * cost.of(net.layers().get(i)))
          .as(net.layers().get(i).slot().name())
          .isCloseTo(longer, within(0.05 * longer + 0.001 * before));
    }
  }

  @Test
  void areFreeWhereTheArrayWaitsForSomethingElse() {
    LayerCost cost = new CyclePricing(Configurations.K26).on(net);

    assertThat(cost.of(layer("head"))).isLessThan(0.1 * cost.of(layer("encoder1.conv2")));
  }

  @Test
  void giveThePriceTheGradientOfFiniteDifferences() {
    BitWidthPenalty penalty = new BitWidthPenalty(net, PRICING.on(net), 8);
    double before = penalty.addTo(0.25);
    Parameter bits = layer("up3").weightQuantizer().bits();
    float gradient = bits.gradient()[0];

    bits.value()[0] += 0.5f;

    assertThat(gradient).isPositive();
    assertThat((penalty.addTo(0.25) - before) / 0.5).isCloseTo(gradient, within(1e-6));
  }

  private ConvLayer layer(String name) {
    return net.layers().stream()
        .filter(layer -> layer.slot().name().equals(name))
        .findFirst()
        .orElseThrow();
  }

  private static FrameCost cost(List<Integer> weightBits) {
    List<Integer> activations = Collections.nCopies(weightBits.size() - 1, 6);
    return NetCosts.of(
        new UNetShape(WIDTH, weightBits, activations), GRID, GRID, Configurations.CI);
  }
}
