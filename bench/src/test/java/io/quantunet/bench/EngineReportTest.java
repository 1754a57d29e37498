package io.quantunet.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("The report of the engines")
class EngineReportTest {

  private static final EngineBenchmark.Settings SETTINGS =
      new EngineBenchmark.Settings(16, 1, 2, 1, 1);
  private static final Cpu AMX = new Cpu("some", "amx_int8", 2);

  @Test
  void takesRatiosWithinARoundSoThatDriftFallsOnBothSides() {
    // columns: ours, ours with one worker, ours with two, the peer; the machine slows down
    // threefold
    ForkResult drifting =
        fork(
            "avx512_core_amx",
            List.of(
                List.of(1.0, 1.0, 0.5, 4.0),
                List.of(2.0, 2.0, 1.0, 8.0),
                List.of(3.0, 3.0, 1.5, 12.0)));

    Map<String, Object> report = EngineReport.of(SETTINGS, AMX, List.of(drifting));

    assertThat(report)
        .containsEntry("ratio", 4.0)
        .containsEntry("workers_2_speedup", 2.0)
        .containsEntry("onednn_ms", 2.0)
        .containsEntry("onednn_min_ms", 1.0)
        .containsEntry("ort_int8_ms", 8.0)
        .containsEntry("rounds", 3L)
        .containsEntry("whole_to_convolutions", 1.25)
        .containsEntry("java_times_reference", 10.0)
        .containsEntry("pairing", "fair: both may use amx_int8");
  }

  @Test
  void callsAnUnevenPairUnfair() {
    ForkResult bounded = fork("avx512_core_vnni", List.of(List.of(1.0, 1.0, 0.5, 4.0)));

    assertThat(EngineReport.of(SETTINGS, AMX, List.of(bounded)).get("pairing"))
        .isEqualTo("UNFAIR: ours is held to avx512_vnni, ONNX Runtime may use amx_int8");
  }

  @Test
  void leavesAnAbsentPeerOut() {
    ForkResult alone =
        new ForkResult(
            "avx2", "", List.of(List.of(1.0, 1.0, 0.5)), Map.of(), Map.of(), 1, 1, 0, 1, 1, 0, 0);

    assertThat(EngineReport.of(SETTINGS, AMX, List.of(alone)))
        .doesNotContainKeys("ort_int8_ms", "ratio", "pairing")
        .containsEntry("isa", "avx2");
  }

  private static ForkResult fork(String instructionSet, List<List<Double>> rounds) {
    return new ForkResult(
        instructionSet,
        "1.28.0",
        rounds,
        Map.of("reference", 100.0, "java", 10.0),
        Map.of(),
        500,
        1024,
        0,
        10,
        8,
        0,
        0);
  }
}
