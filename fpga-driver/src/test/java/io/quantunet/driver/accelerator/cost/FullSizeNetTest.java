package io.quantunet.driver.accelerator.cost;

import static org.assertj.core.api.Assertions.assertThat;

import io.quantunet.driver.accelerator.arch.Configurations;
import io.quantunet.driver.accelerator.plan.DeviceLayer;
import io.quantunet.driver.accelerator.plan.UNetShape;
import io.quantunet.driver.model.UNetLayout;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;

class FullSizeNetTest {

  private static final int LAYERS = UNetLayout.slots(64).size();

  @Test
  void keepsTheArrayBusyAtAMeanOfFourAndAQuarterBits() {
    UNetShape shape = meanBits(4.24);

    FrameCost cost = NetCosts.of(shape, 128, 128, Configurations.K26);

    System.out.printf(
        "width 64, 128x128, mean %.3f bits, k26: %d cycles, utilization %.4f, %.2f frames/s at 300 MHz%n",
        mean(shape), cost.cycles(), cost.utilization(), cost.framesPerSecond(300e6));
    assertThat(cost.utilization()).isGreaterThan(0.85);
    assertThat(cost.framesPerSecond(300e6)).isGreaterThan(42);
  }

  @Test
  void passesSixtyFramesASecondOnAnArrayOfTwiceTheLanes() {
    FrameCost cost = NetCosts.of(meanBits(4.24), 128, 128, Configurations.K26_WIDE);

    System.out.printf(
        "the same, k26-wide: %d cycles, utilization %.4f, %.2f frames/s at 300 MHz%n",
        cost.cycles(), cost.utilization(), cost.framesPerSecond(300e6));
    assertThat(cost.utilization()).isGreaterThan(0.85);
    assertThat(cost.framesPerSecond(300e6)).isGreaterThan(60);
  }

  /** Widths 4 and 5, the wider ones first, whose mean weighted by MACs comes closest. */
  private static UNetShape meanBits(double wanted) {
    List<Integer> bits = new ArrayList<>(Collections.nCopies(LAYERS, 4));
    for (int i = 0; i < LAYERS; i++) {
      bits.set(i, 5);
      if (mean(shape(bits)) > wanted) {
        bits.set(i, 4);
      }
    }
    return shape(bits);
  }

  private static UNetShape shape(List<Integer> bits) {
    return new UNetShape(64, bits, Collections.nCopies(LAYERS - 1, 4));
  }

  private static double mean(UNetShape shape) {
    double bits = 0;
    double macs = 0;
    for (DeviceLayer layer : shape.on(Configurations.K26, 128, 128).layers()) {
      bits += (double) layer.macs() * layer.weightBits();
      macs += layer.macs();
    }
    return bits / macs;
  }
}
