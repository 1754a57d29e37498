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
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The hardware's own proofs, in their short forms. Each is a script beside the RTL that can be run
 * by hand; a test is skipped, and says so, where a tool is missing.
 */
@Timeout(value = 15, unit = TimeUnit.MINUTES) // on a machine that is busy with other things
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
  void queueReadPortRingAndStripsAreProvenAndFaultsInThemAreFound() throws Exception {
    require("yosys", "yosys-smtbmc", "z3");
    assertThat(output("formal/prove"))
        .contains("fifo_induction: proven")
        .contains("fifo_with_wrong_full: refuted")
        .contains("read_port_induction: proven")
        .contains("read_port_over_the_page: refuted")
        .contains("arbiter_7_cycles: proven")
        .contains("arbiter_with_wrong_owner: refuted")
        .contains("ring_induction: proven")
        .contains("ring_past_the_head: refuted")
        .contains("sequencer_induction: proven")
        .contains("drain_induction: proven")
        .contains("drain_over_a_waiting_block: refuted")
        .contains("store_induction: proven")
        .contains("strip_queue_induction: proven")
        .contains("strip_queue_too_short: refuted");
  }

  @Test
  void layersAreRightAndErrorsAreFoundWhileAllChannelsStall() throws Exception {
    require("iverilog", "vvp", "python3");
    assertThat(output("tb/run", "short")).contains("FAIL=0");
  }

  @Test
  void theMappedCellsDoWhatTheSimulatedBehaviourDoes() throws Exception {
    require("yosys");
    assertThat(output("syn/check-mapping"))
        .contains("adders: proven")
        .contains("accumulator: proven");
  }

  @ParameterizedTest
  @ValueSource(strings = {"ci", "ecp5", "k26", "k26-wide", "zu7ev"})
  void theResourceRecordIsOfThisDesign(String configuration) throws Exception {
    Path record = Path.of("..", "docs", "results", "accelerator-resources.json");
    String digest = output("syn/resources", "digest").strip();
    JsonNode recorded =
        new ObjectMapper().readTree(record.toFile()).at("/configurations/" + configuration);
    assertThat(recorded.path("rtl_sha256").asText())
        .as("%s is older than the RTL: run fpga-driver/rtl/syn/resources %s", record, configuration)
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

  @Test
  void theRecordOfRandomNetsIsOfThisDesignAndHasNoDifference() throws Exception {
    Path record = Path.of("..", "docs", "results", "accelerator-nets.json");
    JsonNode seen = new ObjectMapper().readTree(record.toFile());
    assertThat(seen.get("rtl_sha256").asText())
        .as("%s is older than the RTL: see docs/accelerator.md for its command", record)
        .isEqualTo(RtlSources.digest(Path.of("")));
    assertThat(seen.get("nets").asInt()).isGreaterThanOrEqualTo(200);
    assertThat(seen.get("compared_codes").asLong()).isPositive();
    assertThat(seen.get("differing_codes").asLong()).isZero();
    assertThat(seen.get("worst_cost_error").asDouble()).isLessThanOrEqualTo(0.05);
  }

  @ParameterizedTest
  @ValueSource(strings = {"accelerator-full-frame.json", "accelerator-zu7ev.json"})
  void theRecordOfALargeArrayIsOfThisDesignAndHasNoDifference(String name) throws Exception {
    Path record = Path.of("..", "docs", "results", name);
    JsonNode seen = new ObjectMapper().readTree(record.toFile());
    assertThat(seen.get("rtl_sha256").asText())
        .as("%s is older than the RTL: see docs/accelerator.md for its command", record)
        .isEqualTo(RtlSources.digest(Path.of("")));
    assertThat(seen.get("compared_codes").asLong()).isPositive();
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
