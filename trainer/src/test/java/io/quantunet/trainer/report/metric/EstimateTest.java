package io.quantunet.trainer.report.metric;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Optional;
import org.junit.jupiter.api.Test;

class EstimateTest {

  @Test
  void isWrittenWithItsInterval() {
    Estimate estimate = new Estimate(0.71, Optional.of(new Interval(0.655, 0.7624)));

    assertThat(estimate.text(3)).isEqualTo("0.710 [0.655, 0.762]");
  }

  @Test
  void isWrittenAloneWithoutOne() {
    assertThat(Estimate.of(0.7697).text(4)).isEqualTo("0.7697");
  }

  @Test
  void isADashWithoutAValue() {
    assertThat(Estimate.of(Double.NaN).text(3)).isEqualTo("-");
  }

  @Test
  void anIntervalRunsUpwards() {
    assertThatThrownBy(() -> new Interval(0.2, 0.1))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("0.2");
  }
}
