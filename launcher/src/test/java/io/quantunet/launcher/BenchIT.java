package io.quantunet.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.file.Path;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@DisplayName("quantunet bench")
class BenchIT {

  @TempDir private Path folder;

  @Test
  void saysWhereTheTimeOfAFrameGoes() {
    Terminal.Seen seen = Terminal.run("bench", "engine", "--width", "4", "--profile");

    assertThat(seen.exit()).as(seen.err()).isZero();
    assertThat(seen.out())
        .contains("peak of one large convolution")
        .containsPattern("bottleneck.conv2 +convolution +[0-9.]+ +[0-9.]+ % +[0-9]+ +[0-9]+ %")
        .containsPattern("whole frame [0-9.]+ ms; its bare convolutions [0-9.]+ ms");
  }

  @Test
  void printsTheSpeedOfTrainingAsJson() throws Exception {
    Terminal.Seen seen =
        Terminal.run("bench", "trainer", "--width", "2", "--batch", "1", "--steps", "1", "--json");

    assertThat(seen.exit()).as(seen.err()).isZero();
    JsonNode report = new ObjectMapper().readTree(seen.out().substring(seen.out().indexOf('{')));
    assertThat(report.path("float32_s_per_epoch").asDouble()).isPositive();
  }

  @Test
  void measuresTheEnginesBesideOnnxRuntime() throws Exception {
    Path file = folder.resolve("report.json");

    Terminal.Seen seen =
        Terminal.run(
            "bench",
            "engine",
            "--width",
            "4",
            "--forks",
            "1",
            "--warm-up",
            "0.3",
            "--seconds",
            "0.5",
            "--json",
            file.toString());

    assertThat(seen.exit()).as(seen.err()).isZero();
    JsonNode report = new ObjectMapper().readTree(file.toFile());
    for (String key :
        new String[] {
          "onednn_ms",
          "ort_int8_ms",
          "ratio",
          "java_ms",
          "reference_ms",
          "java_times_reference",
          "whole_to_convolutions",
          "workers_2_speedup",
          "load_to_first_frame_ms"
        }) {
      assertThat(report.path(key).asDouble()).as(key).isPositive();
    }
    assertThat(report.path("isa").asText()).isNotEmpty();
    assertThat(report.path("pairing").asText()).containsAnyOf("fair", "UNFAIR");
    assertThat(report.path("differing_logits").asInt()).isZero();
    assertThat(report.path("heap_bytes_per_frame").asInt()).isLessThanOrEqualTo(4096);
  }
}
