package io.quantunet.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import io.quantunet.gateway.GatewayStats;
import io.quantunet.simulator.load.FleetReport;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("The demo's report")
class DemoReportTest {

  @Test
  void isCompleteWhenEveryFrameIsSegmented() {
    DemoReport report = report(10, Map.of("SEGMENTED", 10L));

    assertThat(report.lost()).isZero();
    assertThat(report.isComplete()).isTrue();
  }

  @Test
  void countsALostFrameThoughADuplicateWasReported() {
    DemoReport report = report(10, Map.of("SEGMENTED", 9L, "DUPLICATE", 1L));

    assertThat(report.lost()).isEqualTo(1);
    assertThat(report.isComplete()).isFalse();
  }

  @Test
  void doesNotTakeGarbageForAFrame() {
    assertThat(report(10, Map.of("SEGMENTED", 9L, "MALFORMED", 5L)).lost()).isEqualTo(1);
  }

  @Test
  void isIncompleteWhenAFrameFailed() {
    DemoReport report = report(10, Map.of("SEGMENTED", 9L, "FAILED", 1L));

    assertThat(report.lost()).isZero();
    assertThat(report.isComplete()).isFalse();
  }

  private static DemoReport report(long sent, Map<String, Long> stored) {
    FleetReport fleet = new FleetReport("s", sent, sent, 0, 0, 0, 1, Map.of(), 0, 0, 0, 0, 0);
    OptionalDouble none = OptionalDouble.empty();
    GatewayStats stats =
        new GatewayStats(stored, 0, 0, 0, none, 0, none, none, List.of(), List.of(), 0, 0);
    return new DemoReport(4, fleet, stats, 1);
  }
}
