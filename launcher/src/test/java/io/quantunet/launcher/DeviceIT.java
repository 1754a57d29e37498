package io.quantunet.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("The command device")
class DeviceIT {

  @TempDir Path folder;

  @ParameterizedTest
  @ValueSource(strings = {"functional", "rtl"})
  void findsNoDifferingCode(String engine) throws IOException {
    if (engine.equals("rtl")) {
      Tool.require("verilator");
    }
    Path file = folder.resolve("report.json");

    Terminal.Seen seen =
        Terminal.run("device", "selftest", "--engine", engine, "--json", file.toString());

    assertThat(seen.exit()).as(seen.err()).isZero();
    JsonNode report = new ObjectMapper().readTree(file.toFile());
    assertThat(report.get("frames").asInt()).isEqualTo(2);
    assertThat(report.get("layers").asInt()).isEqualTo(23);
    assertThat(report.get("differing_codes").asLong()).isZero();
    double cycles = report.get("cycles").asDouble();
    assertThat(report.get("predicted_cycles").asDouble()).isBetween(0.95 * cycles, 1.05 * cycles);
  }

  @Test
  void runsFramesThroughTheDriver() {
    Terminal.Seen seen =
        Terminal.run("device", "bench", "--engine", "functional", "--width", "2", "--grid", "16");

    assertThat(seen.exit()).as(seen.err()).isZero();
    assertThat(seen.out()).contains("frames_elsewhere   0");
  }

  @ParameterizedTest
  @ValueSource(strings = {"probe", "selftest --engine fpga", "bench --engine fpga"})
  void saysThatThereIsNoCard(String command) {
    List<String> words = new ArrayList<>(List.of("device"));
    words.addAll(List.of(command.split(" ")));
    words.addAll(List.of("--nodes", folder.toString(), "--classes", folder.toString()));

    Terminal.Seen seen = Terminal.run(words.toArray(String[]::new));

    assertThat(seen.exit()).isEqualTo(1);
    assertThat(seen.err())
        .contains(folder + "/xdma0_user is not there")
        .contains("no entry of " + folder + "/uio has the name qbs");
  }

  @Test
  void namesTheArraysThatThereAre() {
    Terminal.Seen seen =
        Terminal.run("device", "selftest", "--engine", "functional", "--array", "huge");

    assertThat(seen.exit()).isEqualTo(1);
    assertThat(seen.err())
        .contains("no array is called 'huge'; choose one of ci, k26, k26-wide, zu7ev");
  }
}
