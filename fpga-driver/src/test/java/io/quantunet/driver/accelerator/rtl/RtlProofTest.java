package io.quantunet.driver.accelerator.rtl;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.quantunet.driver.accelerator.device.RtlSources;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * The hardware's own proofs, in their short forms. Each is a script beside the RTL that can be run
 * by hand; a test is skipped, and says so, where a tool is missing.
 */
class RtlProofTest {

  private static final Path RTL = Path.of("rtl");

  /** What a script answers when it could not make its environment, e.g. without a network. */
  private static final int NOT_POSSIBLE = 77;

  @Test
  void allToolsReadTheDesignWithoutWarnings() throws Exception {
    require("verilator", "iverilog", "yosys");
    assertThat(output("lint", "ci")).isEmpty();
  }

  @Test
  void queueReadPortAndRingAreProvenAndFaultsInThemAreFound() throws Exception {
    require("yosys", "yosys-smtbmc", "z3");
    assertThat(output("formal/prove"))
        .contains("fifo_induction: proven")
        .contains("fifo_with_wrong_full: refuted")
        .contains("read_port_induction: proven")
        .contains("read_port_over_the_page: refuted")
        .contains("ring_induction: proven")
        .contains("ring_past_the_head: refuted");
  }

  @Test
  void layersAreRightAndErrorsAreFoundWhileAllChannelsStall() throws Exception {
    require("iverilog", "vvp", "python3");
    assertThat(output("tb/run", "short")).contains("FAIL=0");
  }

  @Test
  void theResourceRecordOfTheK26IsThatOfThisDesign() throws Exception {
    Path record = Path.of("..", "docs", "results", "accelerator-resources.json");
    String digest = output("syn/resources", "digest").strip();
    String recorded =
        new ObjectMapper().readTree(record.toFile()).at("/configurations/k26/rtl_sha256").asText();
    assertThat(recorded)
        .as("%s is older than the RTL: run fpga-driver/rtl/syn/resources k26", record)
        .isEqualTo(digest);
  }

  @Test
  void theRecordOfRealFramesIsOfThisDesignAndHasNoDifference() throws Exception {
    Path record = Path.of("..", "docs", "results", "accelerator-selftest.json");
    JsonNode seen = new ObjectMapper().readTree(record.toFile());
    assertThat(seen.get("rtl_sha256").asText())
        .as("%s is older than the RTL: see docs/accelerator.md for its command", record)
        .isEqualTo(RtlSources.digest(Path.of("")))
        .isEqualTo(output("syn/resources", "digest").strip());
    assertThat(seen.get("frames").asInt()).isGreaterThanOrEqualTo(10);
    assertThat(seen.get("differing_codes").asLong()).isZero();
  }

  private static String output(String script, String... arguments) throws Exception {
    List<String> command = new ArrayList<>(List.of("bash", RTL.resolve(script).toString()));
    command.addAll(List.of(arguments));
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    int status = process.waitFor();
    assumeThat(status).as("%s cannot be run here: %s", script, output).isNotEqualTo(NOT_POSSIBLE);
    assertThat(status).as("%s says: %s", script, output).isZero();
    return output;
  }

  private static void require(String... programs) throws IOException {
    String path = System.getenv().getOrDefault("PATH", "");
    for (String program : programs) {
      boolean found =
          Arrays.stream(path.split(":", -1))
              .anyMatch(folder -> Files.isExecutable(Path.of(folder, program)));
      if (!found) {
        System.out.println("Skipped: " + program + " is not installed");
      }
      assumeThat(found).as("%s is installed", program).isTrue();
    }
  }
}
