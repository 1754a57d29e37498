package io.quantunet.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.quantunet.testsupport.SharedFolder;
import java.nio.file.Path;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@DisplayName("The demo")
class DemoIT {

  @TempDir Path folder;

  @Test
  void segmentsAndStoresEveryPhantomFrameOnce() throws Exception {
    JsonNode report = run("--devices", "4", "--fps", "5", "--frames", "100");

    assertComplete(report, 100);
    assertThat(report.get("dice_lesion_mean").asDouble()).isGreaterThanOrEqualTo(0.60);
    assertThat(report.get("engine").asText()).isIn("onednn", "reference");
    assertThat(report.get("model_id").asText()).startsWith("quantunet-w16");
    assertThat(report.get("latency_p50_ms").asDouble()).isPositive();
    assertThat(report.get("latency_p99_ms").asDouble())
        .isGreaterThanOrEqualTo(report.get("latency_p50_ms").asDouble());
  }

  @Test
  void replaysRealImagesWithTheirMasks() throws Exception {
    Path busi = SharedFolder.require("data/busi");

    JsonNode report =
        run("--devices", "2", "--fps", "10", "--frames", "40", "--replay", busi.toString());

    assertComplete(report, 40);
    assertThat(report.get("dice_lesion_mean").asDouble()).isBetween(0.4, 1.0);
  }

  @Test
  void replaysImagesWithoutMasks() throws Exception {
    Path cine = SharedFolder.require("data/cine/echo_sonosite");

    JsonNode report =
        run("--devices", "1", "--fps", "20", "--frames", "30", "--replay", cine.toString());

    assertComplete(report, 30);
    assertThat(report.get("dice_lesion_mean").isNull()).isTrue();
  }

  private static void assertComplete(JsonNode report, int frames) {
    assertThat(report.get("frames_sent").asInt()).isEqualTo(frames);
    assertThat(report.get("frames_segmented").asInt()).isEqualTo(frames);
    assertThat(report.get("frames_lost").asInt()).isZero();
    assertThat(report.get("duplicates_stored").asInt()).isZero();
  }

  private JsonNode run(String... options) throws Exception {
    Path json = folder.resolve("out.json");
    String[] arguments = new String[options.length + 4];
    arguments[0] = "demo";
    arguments[1] = "--headless";
    arguments[2] = "--json";
    arguments[3] = json.toString();
    System.arraycopy(options, 0, arguments, 4, options.length);

    assertThat(Main.run(arguments)).isZero();

    return new ObjectMapper().readTree(json.toFile());
  }
}
