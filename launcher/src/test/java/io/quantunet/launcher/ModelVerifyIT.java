package io.quantunet.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("The command model verify")
class ModelVerifyIT {

  @TempDir Path folder;

  @ParameterizedTest
  @ValueSource(strings = {"onednn", "java"})
  void provesAnEngineByRandomCases(String engine) throws IOException {
    Path file = folder.resolve("report.json");

    Terminal.Seen seen =
        Terminal.run(
            "model",
            "verify",
            "--random",
            "200000",
            "--seed",
            "5",
            "--engine",
            engine,
            "--json",
            file.toString());

    assertThat(seen.exit()).as(seen.err()).isZero();
    assertThat(seen.out()).contains("random cases on " + engine + ": 0 of ");
    JsonNode report = new ObjectMapper().readTree(file.toFile());
    assertThat(report.get("engine").asText()).isEqualTo(engine);
    assertThat(report.get("seed").asLong()).isEqualTo(5);
    assertThat(report.get("compared_codes").asLong()).isGreaterThanOrEqualTo(200_000);
    assertThat(report.get("differing_codes").asLong()).isZero();
    assertThat(report.get("differs_at")).isEmpty();
  }

  /** The first case of this seed is a max-pool alone, the next a layer, the third a net. */
  @Test
  void provesTheAcceleratorAndNamesWhatItCannotCompute() throws IOException {
    Tool.require("verilator");
    Path file = folder.resolve("report.json");

    Terminal.Seen seen =
        Terminal.run(
            "model",
            "verify",
            "--random",
            "10000",
            "--seed",
            "52",
            "--engine",
            "rtl",
            "--json",
            file.toString());

    assertThat(seen.exit()).as(seen.err()).isZero();
    assertThat(seen.out())
        .contains("2 random cases on rtl: 0 of ")
        .contains("  1 not run: a pooling without a convolution before it");
    JsonNode report = new ObjectMapper().readTree(file.toFile());
    assertThat(report.get("compared_codes").asLong()).isGreaterThanOrEqualTo(10_000);
    assertThat(report.get("differing_codes").asLong()).isZero();
    assertThat(report.at("/not_run/a pooling without a convolution before it").asInt())
        .isEqualTo(1);
  }

  @Test
  void saysThatThereIsNoCard() {
    Terminal.Seen seen = Terminal.run("model", "verify", "--random", "1", "--engine", "fpga");

    assertThat(seen.exit()).isEqualTo(1);
    assertThat(seen.err()).contains("engine fpga: ").contains("load the xdma module");
  }

  @Test
  void provesTheShippedModelOnTheEngineJava() {
    Terminal.Seen seen = Terminal.run("model", "verify", "--engine", "java");

    assertThat(seen.exit()).as(seen.err()).isZero();
    assertThat(seen.out()).contains("3 golden vectors, all reproduced");
  }

  @Test
  void wantsAtLeastOneCode() {
    Terminal.Seen seen = Terminal.run("model", "verify", "--random", "0");

    assertThat(seen.exit()).isEqualTo(1);
    assertThat(seen.err()).contains("--random 0: compare at least one code");
  }

  @Test
  void doesNotTakeVectorsAndRandomCasesAtOnce() {
    Terminal.Seen seen = Terminal.run("model", "verify", "--random", "9", "--vectors", "folder");

    assertThat(seen.exit()).isEqualTo(2);
    assertThat(seen.err()).contains("mutually exclusive");
  }
}
