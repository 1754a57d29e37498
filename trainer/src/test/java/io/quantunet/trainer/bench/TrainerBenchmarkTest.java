package io.quantunet.trainer.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.quantunet.trainer.net.Precision;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("The benchmark of training")
class TrainerBenchmarkTest {

  private static final BenchmarkSettings SETTINGS =
      new BenchmarkSettings(2, 4, 100, 3, Optional.empty());

  @Test
  void timesStepsAndWatchesItsMemory() throws Exception {
    ObjectNode json = TrainerBenchmark.run(SETTINGS).toJson();

    assertThat(json.get("float32_s_per_epoch").asDouble()).isPositive();
    assertThat(json.get("float32_median_s_per_epoch").asDouble())
        .isGreaterThanOrEqualTo(json.get("float32_s_per_epoch").asDouble());
    assertThat(json.has("bfloat16_s_per_epoch")).isEqualTo(Precision.BFLOAT16.isSupported());
    assertThat(json.get("threads").asInt()).isEqualTo(1);
  }

  @Test
  void makesAnEpochOfTheFastestStep() {
    SpeedTable table =
        new SpeedTable(
            SETTINGS,
            Map.of(Precision.FLOAT32, new StepTimes(List.of(0.5, 0.2, 0.3))),
            Optional.of(
                new SpeedTable.Torch(
                    "2.0", Map.of(Precision.FLOAT32, new StepTimes(List.of(0.9, 0.4, 0.6))))),
            OptionalLong.of(77));

    ObjectNode json = table.toJson();

    assertThat(json.get("float32_s_per_epoch").asDouble()).isEqualTo(5);
    assertThat(json.get("float32_median_s_per_epoch").asDouble()).isEqualTo(7.5);
    assertThat(json.get("torch_float32_s_per_epoch").asDouble()).isEqualTo(10);
    assertThat(json.get("float32_ratio").asDouble()).isEqualTo(0.5);
    assertThat(json.get("peak_rss_mib").asInt()).isEqualTo(77);
    assertThat(table.toText()).contains("float32", "ratio 0.50", "peak memory 77 MiB");
  }

  @Test
  void saysWhichPythonIsMissing() {
    BenchmarkSettings settings =
        new BenchmarkSettings(2, 1, 1, 1, Optional.of(Path.of("no-such-python")));

    assertThatThrownBy(() -> TrainerBenchmark.run(settings))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("no-such-python");
  }

  @Test
  void saysWhatAPythonNeedsThatGivesNoAnswer() {
    BenchmarkSettings settings =
        new BenchmarkSettings(2, 1, 1, 1, Optional.of(Path.of("/bin/true")));

    assertThatThrownBy(() -> TrainerBenchmark.run(settings))
        .isInstanceOf(IOException.class)
        .hasMessage("/bin/true ended without an answer; it needs PyTorch (pip install torch)");
  }
}
