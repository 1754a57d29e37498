package io.quantunet.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import io.quantunet.proto.GreyImage;
import io.quantunet.proto.PngImages;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** docs/protocol.md, followed by clients that are not ours. */
@DisplayName("The protocol")
class ProtocolIT {

  private static final Map<String, String> NOTHING = Map.of();
  private static final Path NO_INPUT = Path.of("");
  private static final Path HOME = Path.of(System.getProperty("quantunet.home"));
  private static final String MESSAGES = HOME.resolve("proto/src/main/protobuf").toString();

  private static EdgeAtMosquitto edge;

  @TempDir Path folder;

  @BeforeAll
  static void startEdge() throws Exception {
    edge = new EdgeAtMosquitto();
  }

  @AfterAll
  static void stopEdge() throws Exception {
    if (edge != null) {
      edge.close();
    }
  }

  @Test
  void worksWithMosquittosClientsAndDebiansProtoc() throws Exception {
    Tool.require("mosquitto_pub");
    Tool.require("mosquitto_sub");
    Tool.require("protoc");
    Path frame = folder.resolve("frame.bin");
    Path result = folder.resolve("result.bin");
    assertThat(Main.run("simulate", "--dump", frame.toString(), "--device", "probe-1")).isZero();
    subscribe("-E"); // leaves when the broker has confirmed; the broker keeps what comes then

    Tool.Result published =
        Tool.run(
            NOTHING,
            NO_INPUT,
            "mosquitto_pub",
            "-V",
            "5",
            "-p",
            port(),
            "-q",
            "1",
            "-t",
            topic("frames/probe-1"),
            "-f",
            frame.toString());
    Files.write(result, subscribe("-C", "1", "-N", "-W", "30"));

    assertThat(published.exit()).as(published.output()).isZero();
    Tool.Result decoded =
        Tool.run(
            NOTHING,
            result,
            "protoc",
            "--decode=quantunet.v1.Segmentation",
            "-I",
            MESSAGES,
            "quantunet/v1/segmentation.proto");
    assertThat(decoded.exit()).as(decoded.output()).isZero();
    assertThat(decoded.output())
        .contains("device: \"probe-1\"")
        .contains("sequence: 1")
        .contains("outcome: OUTCOME_SEGMENTED")
        .contains("model_id: \"quantunet-w16");
  }

  @Test
  void worksFromPythonWithPaho() throws Exception {
    String python =
        Tool.require(
            System.getenv().getOrDefault("QUANTUNET_TEST_PYTHON", "QUANTUNET_TEST_PYTHON"));
    Tool.require("protoc");
    Path image = folder.resolve("image.png");
    Files.write(image, PngImages.encode(new GreyImage(200, 150, new byte[200 * 150])));
    Tool.Result generated =
        Tool.run(
            NOTHING,
            NO_INPUT,
            "protoc",
            "--python_out=" + folder,
            "-I",
            MESSAGES,
            "quantunet/v1/frame.proto",
            "quantunet/v1/segmentation.proto",
            "quantunet/v1/device.proto");
    assertThat(generated.exit()).as(generated.output()).isZero();

    Tool.Result sensor =
        Tool.run(
            Map.of("PYTHONPATH", folder.toString()),
            NO_INPUT,
            python,
            HOME.resolve("docs/examples/sensor.py").toString(),
            "--port",
            String.valueOf(edge.port()),
            "--site",
            EdgeAtMosquitto.SITE,
            "--image",
            image.toString());

    assertThat(sensor.exit()).as(sensor.output()).isZero();
    assertThat(sensor.output()).contains("outcome OUTCOME_SEGMENTED").contains("mask 128 x 128");
  }

  /** One run of mosquitto_sub on the results, in a session that outlives it. */
  private static byte[] subscribe(String... options) throws Exception {
    List<String> command =
        new ArrayList<>(
            List.of(
                "mosquitto_sub",
                "-V",
                "5",
                "-p",
                port(),
                "-i",
                "hospital",
                "-c",
                "-x",
                "600",
                "-q",
                "1",
                "-t",
                topic("results/probe-1")));
    command.addAll(List.of(options));
    Process subscriber =
        new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
    byte[] output = subscriber.getInputStream().readAllBytes();
    assertThat(subscriber.waitFor()).as("exit status of %s", command).isZero();
    return output;
  }

  private static String port() {
    return String.valueOf(edge.port());
  }

  private static String topic(String below) {
    return "qun/v1/" + EdgeAtMosquitto.SITE + "/" + below;
  }
}
