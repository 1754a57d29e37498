package io.quantunet.trainer.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.quantunet.trainer.net.Precision;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("The benchmark of training")
class TrainerBenchmarkTest {

  private static final BenchmarkSettings SETTINGS =
      new BenchmarkSettings(2, 4, 100, 3, Optional.empty());

  @TempDir Path folder;

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

  @ParameterizedTest
  @ValueSource(strings = {"/bin/false", "no-such-python"})
  void leavesNoScriptBehindWhereAPythonFails(String python) throws Exception {
    List<Path> before = scripts();

    assertThatThrownBy(() -> new TorchTrainer(Path.of(python), 2, 1))
        .isInstanceOf(IOException.class)
        .hasMessageContaining(python);

    assertThat(scripts()).isEqualTo(before);
  }

  @Test
  void leavesNoProcessBehindWhereAPythonGivesNoAnswer() throws Exception {
    Path pid = folder.resolve("pid");
    Path python =
        Files.writeString(
            folder.resolve("mute-python"),
            "#!/bin/sh\necho $$ > '%s'\nexec sleep 60 >&-\n".formatted(pid));
    Files.setPosixFilePermissions(python, PosixFilePermissions.fromString("rwx------"));

    assertThatThrownBy(() -> new TorchTrainer(python, 2, 1))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("ended without an answer");

    long process = Long.parseLong(Files.readString(pid).strip());
    assertThat(ProcessHandle.of(process).filter(ProcessHandle::isAlive)).isEmpty();
  }

  @Test
  void passesItsNetsSizeToAPython() throws Exception {
    Path python =
        Files.writeString(
            folder.resolve("echoing-python"), "#!/bin/sh\necho \"$1 $3 $4 $5\"\nread request\n");
    Files.setPosixFilePermissions(python, PosixFilePermissions.fromString("rwx------"));

    try (TorchTrainer torch = new TorchTrainer(python, 2, 3)) {
      assertThat(torch.version()).as("width, batch, threads").isEqualTo("-c 2 3 1");
    }
  }

  private static List<Path> scripts() throws IOException {
    try (Stream<Path> files = Files.list(Path.of(System.getProperty("java.io.tmpdir")))) {
      return files
          .filter(file -> file.getFileName().toString().startsWith("pytorch_peer"))
          .sorted()
          .toList();
    }
  }
}
