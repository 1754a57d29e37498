package io.quantunet.trainer.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.quantunet.driver.accelerator.arch.Configurations;
import io.quantunet.driver.accelerator.cost.NetCosts;
import io.quantunet.driver.accelerator.plan.UNetShape;
import io.quantunet.driver.model.Layer;
import io.quantunet.driver.model.QuantizedModel;
import io.quantunet.driver.verify.RandomModels;
import org.junit.jupiter.api.Test;

class ModelCostTest {

  @Test
  void costsOfTheSmallestNetAreThoseByHand() {
    ModelCost cost = ModelCost.of(Evaluations.MODEL, 16, 16);

    assertThat(cost.bitsByLayer()).isEqualTo(4);
    assertThat(cost.bitsByParameter()).isEqualTo(4);
    assertThat(cost.bitsByMac()).isEqualTo(4);
    // 7,584 weights of half a byte, four layers with half a byte to spare, 108 biases.
    assertThat(cost.weightBytes()).isEqualTo(3792 + 2 + 4 * 108);
    assertThat(cost.macs()).isEqualTo(48_384);
    // The first layer reads 8 bits, all others 6.
    assertThat(cost.bitOperations()).isEqualTo(2304L * 4 * 8 + (48_384L - 2304) * 4 * 6);
  }

  @Test
  void fourTimesThePixelsAreFourTimesTheWork() {
    assertThat(ModelCost.of(Evaluations.MODEL, 32, 32).macs()).isEqualTo(4 * 48_384);
  }

  @Test
  void meansWeighLayersByWhatTheyHold() {
    QuantizedModel model = RandomModels.model(2, 5);
    double parameters = 0;
    double bits = 0;
    for (Layer layer : model.layers()) {
      parameters += layer.weights().length;
      bits += (double) layer.weights().length * layer.weightWidth().bits();
    }

    ModelCost cost = ModelCost.of(model, 16, 16);

    assertThat(cost.bitsByLayer()).isCloseTo(model.averageBits(), within(1e-12));
    assertThat(cost.bitsByParameter()).isCloseTo(bits / parameters, within(1e-12));
    assertThat(cost.bitsByMac()).isNotEqualTo(cost.bitsByParameter()).isBetween(2.0, 8.0);
  }

  @Test
  void cyclesAreThoseOfTheAcceleratorsCostModel() {
    QuantizedModel model = RandomModels.model(2, 5);

    assertThat(ModelCost.of(model, 16, 16).cycles())
        .isEqualTo(NetCosts.of(UNetShape.of(model), 16, 16, Configurations.K26).cycles())
        .isPositive();
  }
}
