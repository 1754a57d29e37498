package io.quantunet.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.quantunet.testsupport.SharedFolder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("The shipped model")
class ShippedModelIT {

  @TempDir Path folder;

  @Test
  void isSmallerThanTwoMegabytes() throws IOException {
    Path bundle = Path.of(System.getProperty("quantunet.home"), "models", "quantunet-w16.qun");

    assertThat(Files.size(bundle)).isLessThan(2_000_000);
  }

  @Test
  void findsTheLesionsOfImagesThatItNeverSaw() throws IOException {
    Path busi = SharedFolder.require("data/busi");

    JsonNode report = json("evaluate", "--data", busi.toString(), "--split", "val");

    assertThat(report.get("images").asInt()).isEqualTo(118);
    assertThat(report.get("dice_lesion_mean").asDouble()).isGreaterThanOrEqualTo(0.60);
    assertThat(report.get("average_bits").asDouble()).isLessThanOrEqualTo(4.24);
    assertThat(report.get("pixel_accuracy").asDouble())
        .isGreaterThan(report.get("all_background_accuracy").asDouble());
    assertThat(report.get("layer_bits").size()).isEqualTo(23);
  }

  @ParameterizedTest
  @ValueSource(strings = {"reference", "onednn", "java"})
  void provesItselfOnEveryEngine(String engine) throws IOException {
    JsonNode report = json("model", "verify", "--engine", engine);

    assertThat(report.get("cases").asInt()).isEqualTo(3);
    assertThat(report.get("differs_at")).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"reference", "onednn", "java"})
  void runsOnEnginesThatPassTheIndependentVectors(String engine) throws IOException {
    Path vectors = SharedFolder.require("vectors");

    JsonNode report = json("model", "verify", "--engine", engine, "--vectors", vectors.toString());

    assertThat(report.get("cases").asInt()).isEqualTo(66);
    assertThat(report.get("differing_codes").asInt()).isZero();
  }

  private JsonNode json(String... command) throws IOException {
    Path file = folder.resolve("report.json");
    String[] arguments = new String[command.length + 2];
    System.arraycopy(command, 0, arguments, 0, command.length);
    arguments[command.length] = "--json";
    arguments[command.length + 1] = file.toString();

    Terminal.Seen seen = Terminal.run(arguments);

    assertThat(seen.exit()).as(seen.err()).isZero();
    return new ObjectMapper().readTree(file.toFile());
  }
}
