package io.quantunet.trainer.optimizer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("The schedule of the learning rate")
class CosineScheduleTest {

  @Test
  void isHalfACosine() {
    CosineSchedule schedule = new CosineSchedule(0, 10);

    assertThat(schedule.factor(0)).isEqualTo(1);
    assertThat(schedule.factor(5)).isCloseTo(0.5, within(1e-12));
    assertThat(schedule.factor(10)).isCloseTo(0, within(1e-12));
  }

  @Test
  void warmsUpInEqualSteps() {
    CosineSchedule schedule = new CosineSchedule(4, 14);

    assertThat(schedule.factor(0)).isEqualTo(0.25);
    assertThat(schedule.factor(3)).isEqualTo(1);
    assertThat(schedule.factor(4)).isEqualTo(1);
    assertThat(schedule.factor(9)).isCloseTo(0.5, within(1e-12));
    assertThat(schedule.factor(14)).isCloseTo(0, within(1e-12));
  }

  @Test
  void refusesAWarmUpThatNeverEnds() {
    assertThatThrownBy(() -> new CosineSchedule(10, 10))
        .hasMessage("a warm-up of 10 steps does not fit into a run of 10");
  }
}
