package io.quantunet.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("A sample")
class SampleTest {

  @Test
  void hasPercentilesByNearestRank() {
    Sample sample = Sample.of(List.of(5.0, 1.0, 4.0, 2.0, 3.0));

    assertThat(sample.min()).isEqualTo(1);
    assertThat(sample.median()).isEqualTo(3);
    assertThat(sample.percentile(90)).isEqualTo(5);
    assertThat(sample.percentile(20)).isEqualTo(1);
    assertThat(sample.count()).isEqualTo(5);
  }

  @Test
  void isNeverEmpty() {
    assertThatThrownBy(() -> Sample.of(List.of())).hasMessage("no values were measured");
  }
}
