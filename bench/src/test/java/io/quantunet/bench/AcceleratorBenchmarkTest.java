package io.quantunet.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import io.quantunet.driver.accelerator.arch.Configuration;
import io.quantunet.driver.accelerator.plan.UNetShape;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AcceleratorBenchmarkTest {

  private static final Configuration K26 = Configuration.of("k26");

  @ParameterizedTest
  @ValueSource(doubles = {2, 2.26, 4.24, 7.5, 8})
  void widthsAreWholeAndTheirMeanIsTheOneAskedFor(double mean) {
    UNetShape net = AcceleratorBenchmark.net(64, mean, 4, K26);

    assertThat(net.weightBits())
        .allMatch(bits -> bits == Math.floor(mean) || bits == Math.ceil(mean));
    assertThat(IntegerWidths.mean(net, K26)).isCloseTo(mean, within(0.01));
  }

  @ParameterizedTest
  @ValueSource(doubles = {1.9, 8.1, Double.NaN})
  void aMeanThatNoWidthsHaveIsRefused(double mean) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> AcceleratorBenchmark.net(64, mean, 4, K26))
        .withMessageContaining("choose one from 2 to 8");
  }

  @Test
  void theFullNetKeepsAK26Busy() {
    var report = AcceleratorBenchmark.run(AcceleratorBenchmark.net(64, 4.24, 4, K26), K26);

    assertThat((double) report.get("utilization")).isBetween(0.95, 1.0);
    assertThat((double) report.get("frames_per_s_at_300mhz")).isGreaterThan(46);
  }

  @Test
  void cyclesFollowTheBits() {
    long two = cycles(2);
    long eight = cycles(8);

    assertThat((double) two / eight).isLessThan(0.26);
  }

  private static long cycles(int bits) {
    return (long)
        AcceleratorBenchmark.run(AcceleratorBenchmark.net(64, bits, 4, K26), K26)
            .get("cycles_per_frame");
  }
}
