package io.quantunet.trainer.report.metric;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class PercentileTest {

  @Test
  void valuesBetweenTwoArePartOfBoth() {
    // numpy.percentile([3, 1, 10, 2], [0, 50, 95, 100]) is 1, 2.5, 8.95, 10.
    double[] values = {3, 1, 10, 2};

    assertThat(Percentile.of(values, 0)).isEqualTo(1);
    assertThat(Percentile.of(values, 0.5)).isCloseTo(2.5, within(1e-12));
    assertThat(Percentile.of(values, 0.95)).isCloseTo(8.95, within(1e-12));
    assertThat(Percentile.of(values, 1)).isEqualTo(10);
  }

  @Test
  void theValuesKeepTheirOrder() {
    double[] values = {3, 1, 2};

    Percentile.of(values, 0.5);

    assertThat(values).containsExactly(3, 1, 2);
  }

  @Test
  void noValuesHaveNoPercentile() {
    assertThat(Percentile.of(new double[0], 0.5)).isNaN();
  }

  @Test
  void aShareIsNoPercentage() {
    assertThatThrownBy(() -> Percentile.of(new double[] {1}, 95))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("95");
  }
}
