package io.quantunet.gateway.api;

import static io.quantunet.gateway.Samples.key;
import static io.quantunet.gateway.Samples.square;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import akka.stream.javadsl.Sink;
import com.fasterxml.jackson.databind.JsonNode;
import io.quantunet.gateway.Samples;
import io.quantunet.gateway.TestSite;
import io.quantunet.mqtt.MqttSource;
import io.quantunet.mqtt.model.MqttQos;
import io.quantunet.mqtt.settings.MqttConnectionSettings;
import io.quantunet.mqtt.settings.MqttSubscriptions;
import io.quantunet.proto.BinaryMask;
import io.quantunet.proto.FrameKey;
import io.quantunet.proto.MessageCodec;
import io.quantunet.proto.Outcome;
import io.quantunet.proto.PngImages;
import io.quantunet.proto.RetrainCommand;
import java.io.IOException;
import java.io.InputStream;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("The REST interface")
class ApiIT {

  private static final Duration PATIENCE = Duration.ofSeconds(10);
  private static TestSite site;

  @BeforeAll
  static void start() {
    site = TestSite.start();
  }

  @AfterAll
  static void stop() {
    site.close();
  }

  @Test
  @DisplayName("gives a stored result with its mask, timings and Dice")
  void givesAResult() {
    FrameKey key = key("whole-1", 1);
    site.publish(site.topics().results("whole-1"), Samples.segmented(key));
    site.publish(site.topics().feedback("whole-1"), Samples.feedback(key, square(8, 4, 8)));
    awaitDice("/api/v1/results/whole-1/s1/1");

    JsonNode result = site.json("/api/v1/results/whole-1/s1/1");

    assertThat(result.get("outcome").textValue()).isEqualTo("SEGMENTED");
    assertThat(result.get("lesion_area_mm2").doubleValue()).isEqualTo(16.0);
    assertThat(result.get("bounding_box").get("right").doubleValue()).isEqualTo(24);
    assertThat(result.get("timings").get("inference_us").longValue()).isEqualTo(4000);
    assertThat(result.get("timings").get("device_cycles").longValue()).isEqualTo(700_000);
    assertThat(result.get("mask").get("width").intValue()).isEqualTo(32);
    assertThat(result.get("model_sha256").textValue()).isEqualTo("0".repeat(64));
    assertThat(result.get("dice").doubleValue()).isEqualTo(0.5);
  }

  @Test
  @DisplayName("gives a mask as a PNG that decodes to the very mask")
  void givesAMask() throws Exception {
    BinaryMask mask = square(3, 9, 11);
    site.publish(site.topics().results("mask-1"), Samples.segmented(key("mask-1", 1), mask));
    awaitStatus("/api/v1/results/mask-1/s1/1/mask.png", 200);

    HttpResponse<byte[]> png = site.get("/api/v1/results/mask-1/s1/1/mask.png");

    assertThat(png.headers().firstValue("content-type")).hasValue("image/png");
    assertThat(BinaryMask.ofGrey(PngImages.decode(png.body()))).isEqualTo(mask);
  }

  @Test
  @DisplayName("says why a frame has no mask")
  void saysWhyThereIsNoMask() {
    site.publish(
        site.topics().results("mask-2"),
        Samples.outcome(key("mask-2", 1), Outcome.OUTCOME_FAILED, "engine lost"));
    awaitStatus("/api/v1/results/mask-2/s1/1", 200);

    HttpResponse<byte[]> answer = site.get("/api/v1/results/mask-2/s1/1/mask.png");

    assertThat(answer.statusCode()).isEqualTo(404);
    assertThat(TestSite.json(answer).get("error").textValue()).contains("engine lost");
  }

  @Test
  @DisplayName("gives the frames of a device by key, and the newest")
  void givesFrames() throws Exception {
    site.publish(site.topics().frames("frames-1"), Samples.frame(key("frames-1", 1)));
    site.publish(site.topics().frames("frames-1"), Samples.frame(key("frames-1", 2)));
    awaitStatus("/api/v1/frames/frames-1/s1/2.png", 200);

    HttpResponse<byte[]> first = site.get("/api/v1/frames/frames-1/s1/1.png");
    HttpResponse<byte[]> newest = site.get("/api/v1/devices/frames-1/frame.png");

    assertThat(first.headers().firstValue("x-frame-sequence")).hasValue("1");
    assertThat(newest.headers().firstValue("x-frame-sequence")).hasValue("2");
    assertThat(PngImages.decode(newest.body()).at(0, 0)).isEqualTo(40);
    assertThat(site.get("/api/v1/frames/frames-1/s1/3.png").statusCode()).isEqualTo(404);
  }

  @Test
  @DisplayName("pages through the results of a device")
  void pages() {
    for (int i = 1; i <= 5; i++) {
      site.publish(site.topics().results("pages-1"), Samples.segmented(key("pages-1", i)));
    }
    awaitStatus("/api/v1/results/pages-1/s1/5", 200);

    JsonNode first = site.json("/api/v1/results?device=pages-1&limit=3&outcome=segmented");
    JsonNode second =
        site.json(
            "/api/v1/results?device=pages-1&limit=3&before="
                + first.get("next_before").longValue());

    assertThat(first.get("results").findValuesAsText("sequence")).containsExactly("5", "4", "3");
    assertThat(first.get("results").get(0).has("mask")).isFalse();
    assertThat(second.get("results").findValuesAsText("sequence")).containsExactly("2", "1");
    assertThat(second.get("next_before").isNull()).isTrue();
  }

  @Test
  @DisplayName("gives devices and figures")
  void givesDevicesAndFigures() {
    site.publish(site.topics().results("stats-1"), Samples.segmented(key("stats-1", 2)));
    site.publish(
        site.topics().results("stats-1"),
        Samples.outcome(key("stats-1", 3), Outcome.OUTCOME_MALFORMED, "bad CRC"));

    await()
        .atMost(PATIENCE)
        .untilAsserted(
            () -> {
              JsonNode device = device("stats-1");
              assertThat(device.get("frames").get("SEGMENTED").longValue()).isEqualTo(1);
              assertThat(device.get("frames").get("MALFORMED").longValue()).isEqualTo(1);
              assertThat(device.get("lost").longValue()).isEqualTo(1);
              assertThat(device.get("latest_result").get("sequence").longValue()).isEqualTo(2);
            });
    JsonNode stats = site.json("/api/v1/stats");
    assertThat(stats.get("frames_segmented").longValue()).isPositive();
    assertThat(stats.get("latency_p50_ms").isNumber()).isTrue();
    assertThat(stats.get("latency_p99_ms").isNumber()).isTrue();
    assertThat(stats.get("duplicates_stored").longValue()).isZero();
    assertThat(stats.get("engines").get(0).textValue()).isEqualTo("onednn");
    assertThat(stats.get("models").get(0).get("model_id").textValue())
        .isEqualTo("quantunet-test-1");
  }

  @Test
  @DisplayName("passes a wish for a new model on to the trainer")
  void asksForRetraining() {
    Set<String> heard = new ConcurrentSkipListSet<>();
    MqttSource.atMostOnce(
            MqttConnectionSettings.create(site.brokerUrl(), "trainer"),
            MqttSubscriptions.create(site.topics().trainerCommands(), MqttQos.AT_LEAST_ONCE),
            16)
        .map(message -> requestId(message.payload().toArray()))
        .to(Sink.foreach(heard::add))
        .run(site.system())
        .toCompletableFuture()
        .orTimeout(10, TimeUnit.SECONDS)
        .join();

    HttpResponse<byte[]> answer =
        site.send(
            HttpRequest.newBuilder(site.uri("/api/v1/retrain"))
                .POST(HttpRequest.BodyPublishers.noBody()));

    assertThat(answer.statusCode()).isEqualTo(202);
    String requestId = TestSite.json(answer).get("request_id").textValue();
    await().atMost(PATIENCE).until(() -> heard.contains(requestId));
  }

  @Test
  @DisplayName("streams new results to whoever listens")
  void streamsEvents() throws IOException, InterruptedException {
    HttpRequest request = HttpRequest.newBuilder(site.uri("/api/v1/events")).build();
    HttpResponse<InputStream> stream =
        java.net.http.HttpClient.newHttpClient()
            .send(request, HttpResponse.BodyHandlers.ofInputStream());
    try (InputStream events = stream.body()) {
      assertThat(stream.headers().firstValue("content-type")).hasValue("text/event-stream");
      assertThat(readUntil(events, "event:overview")).contains("\"server_time_us\":");

      site.publish(site.topics().results("events-1"), Samples.segmented(key("events-1", 1)));

      assertThat(readUntil(events, "event:results"))
          .contains("\"device\":\"events-1\"")
          .contains("\"mask\":{\"width\":32");
    }
  }

  @Test
  @DisplayName("says that it lives and is ready")
  void isHealthy() {
    assertThat(site.json("/health/live").get("live").booleanValue()).isTrue();
    JsonNode ready = site.json("/health/ready");
    assertThat(ready.get("ready").booleanValue()).isTrue();
    assertThat(ready.get("checks").findValuesAsText("name")).containsExactly("mqtt", "database");
  }

  @Test
  @DisplayName("shows its metrics to Prometheus")
  void showsMetrics() {
    String scrape = new String(site.get("/metrics").body(), StandardCharsets.UTF_8);

    assertThat(scrape)
        .contains("quantunet_gateway_results_total{verdict=\"inserted\"}")
        .contains("quantunet_gateway_garbage_total{reason=\"not_a_message\",topic=\"results\"}")
        .contains("quantunet_gateway_database_failures_total 0.0");
  }

  private static String requestId(byte[] payload) throws Exception {
    RetrainCommand command = MessageCodec.RETRAIN_COMMAND.decode(payload);
    return command.getRequestId();
  }

  /** The data line of the next event of this kind. */
  private static String readUntil(InputStream events, String kind) throws IOException {
    StringBuilder event = new StringBuilder();
    for (int next = events.read(); next >= 0; next = events.read()) {
      event.append((char) next);
      if (event.toString().endsWith("\n\n")) {
        if (event.indexOf(kind) >= 0) {
          return event.toString();
        }
        event.setLength(0);
      }
    }
    throw new AssertionError("the stream ended without " + kind);
  }

  private static JsonNode device(String name) {
    for (JsonNode device : site.json("/api/v1/devices").get("devices")) {
      if (device.get("device").textValue().equals(name)) {
        return device;
      }
    }
    throw new AssertionError("no device " + name);
  }

  private static void awaitStatus(String path, int status) {
    await().atMost(PATIENCE).until(() -> site.get(path).statusCode() == status);
  }

  private static void awaitDice(String path) {
    await()
        .atMost(PATIENCE)
        .until(() -> site.get(path).statusCode() == 200 && site.json(path).has("dice"));
  }
}
