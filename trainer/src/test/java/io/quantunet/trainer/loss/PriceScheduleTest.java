package io.quantunet.trainer.loss;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.quantunet.trainer.loss.PriceSchedule.Shape;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("The schedule of the price of bits")
class PriceScheduleTest {

  @Test
  void isWholeAllTheTimeIfConstant() {
    assertThat(new PriceSchedule(Shape.CONSTANT, 10).factor(0)).isEqualTo(1);
  }

  @Test
  void risesInEqualStepsIfLinear() {
    PriceSchedule schedule = new PriceSchedule(Shape.LINEAR, 4);

    assertThat(schedule.factor(0)).isZero();
    assertThat(schedule.factor(1)).isEqualTo(0.25);
    assertThat(schedule.factor(4)).isEqualTo(1);
    assertThat(schedule.factor(400)).isEqualTo(1);
  }

  @Test
  void risesSlowlyAtBothEndsIfCosine() {
    PriceSchedule schedule = new PriceSchedule(Shape.COSINE, 4);

    assertThat(schedule.factor(1)).isCloseTo(0.5 - Math.sqrt(0.125), within(1e-12));
    assertThat(schedule.factor(2)).isCloseTo(0.5, within(1e-12));
    assertThat(schedule.factor(3)).isCloseTo(0.5 + Math.sqrt(0.125), within(1e-12));
  }
}
