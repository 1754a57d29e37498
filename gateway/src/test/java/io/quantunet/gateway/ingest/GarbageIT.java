package io.quantunet.gateway.ingest;

import static io.quantunet.gateway.Samples.key;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.google.protobuf.MessageLite;
import io.quantunet.gateway.Samples;
import io.quantunet.gateway.TestSite;
import io.quantunet.proto.DeviceStatus;
import io.quantunet.proto.FrameKey;
import io.quantunet.proto.Mask;
import io.quantunet.proto.MessageCodec;
import io.quantunet.proto.RolloutReport;
import io.quantunet.proto.TrainerStatus;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("Garbage, on every topic that the gateway hears,")
class GarbageIT {

  private static final Duration PATIENCE = Duration.ofSeconds(10);
  private static final byte[] GARBAGE = "not protobuf".getBytes(StandardCharsets.UTF_8);
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
  @DisplayName("on results: is counted, and the next result is stored")
  void onResults() {
    String topic = site.topics().results("probe-1");
    publishGarbage(topic);
    publish(topic, Samples.segmented(key("probe-2", 1))); // another device's
    publish(topic, Samples.segmented(key("probe-1", 0)));
    publish(topic, Samples.segmented(key("probe-1", 1)).toBuilder().setFormatVersion(9).build());
    publish(topic, Samples.segmented(key("probe-1", 1)).toBuilder().setMask(badMask()).build());
    publish(topic, Samples.segmented(key("probe-1", 1)).toBuilder().setFrameWidth(9999).build());
    publish(
        topic, Samples.segmented(key("probe-1", 1)).toBuilder().setConfidence(Double.NaN).build());
    publish(topic, Samples.segmented(key("probe-1", 1)));

    await()
        .atMost(PATIENCE)
        .until(() -> site.get("/api/v1/results/probe-1/s1/1").statusCode() == 200);
    awaitCount("results", "NOT_A_MESSAGE", 2);
    awaitCount("results", "BAD_NAME", 1);
    awaitCount("results", "BAD_SEQUENCE", 1);
    awaitCount("results", "WRONG_VERSION", 1);
    awaitCount("results", "BAD_MASK", 1);
    awaitCount("results", "BAD_SIZE", 1);
  }

  @Test
  @DisplayName("in sequence numbers: spoils neither the figures nor the list of devices")
  void inSequenceNumbers() {
    publishAtStart(new FrameKey("far-1", "a", Long.MAX_VALUE));
    publishAtStart(new FrameKey("far-1", "b", Long.MAX_VALUE));
    publishAtStart(new FrameKey("far-2", "a", Long.MAX_VALUE));

    await().atMost(PATIENCE).until(() -> lost("far-1") == 2_000_000 && lost("far-2") == 1_000_000);
    assertThat(site.json("/api/v1/stats").get("lost").longValue())
        .isGreaterThanOrEqualTo(3_000_000);
  }

  @Test
  @DisplayName("on feedback: is counted, and the next review is scored")
  void onFeedback() {
    publish(site.topics().results("review-1"), Samples.segmented(key("review-1", 1)));
    String topic = site.topics().feedback("review-1");
    publishGarbage(topic);
    publish(
        topic,
        Samples.feedback(key("review-1", 1), Samples.empty()).toBuilder()
            .setTruth(badMask())
            .build());
    publish(topic, Samples.feedback(key("review-1", 1), Samples.square(4, 4, 8)));

    await()
        .atMost(PATIENCE)
        .until(() -> site.json("/api/v1/results/review-1/s1/1").path("dice").asDouble() == 1.0);
    awaitCount("feedback", "NOT_A_MESSAGE", 1);
    awaitCount("feedback", "BAD_MASK", 1);
  }

  @Test
  @DisplayName("on statuses: is counted, and the next status is shown")
  void onStatuses() {
    publishGarbage(site.topics().status("status-1"));
    publish(
        site.topics().status("status-1"),
        DeviceStatus.newBuilder()
            .setFormatVersion(MessageCodec.FORMAT_VERSION)
            .setDevice("status-1")
            .setState(DeviceStatus.State.STATE_ONLINE)
            .build());

    await()
        .atMost(PATIENCE)
        .until(() -> site.json("/api/v1/devices").toString().contains("\"state\":\"ONLINE\""));
    awaitCount("status", "NOT_A_MESSAGE", 1);
  }

  @Test
  @DisplayName("on rollout reports: is counted, and the next report is shown")
  void onRolloutReports() {
    publishGarbage(site.topics().rolloutReports("edge-1"));
    publish(
        site.topics().rolloutReports("edge-1"),
        RolloutReport.newBuilder()
            .setFormatVersion(MessageCodec.FORMAT_VERSION)
            .setEdge("edge-1")
            .setState(RolloutReport.State.STATE_REFUSED)
            .build());

    await()
        .atMost(PATIENCE)
        .until(
            () ->
                site.json("/api/v1/stats")
                    .get("rollouts")
                    .findValuesAsText("state")
                    .contains("REFUSED"));
    awaitCount("rollout_reports", "NOT_A_MESSAGE", 1);
  }

  @Test
  @DisplayName("on the trainer's status: is counted, and the next status is shown")
  void onTrainerStatus() {
    publishGarbage(site.topics().trainerStatus());
    publish(
        site.topics().trainerStatus(),
        TrainerStatus.newBuilder()
            .setFormatVersion(MessageCodec.FORMAT_VERSION)
            .setState(TrainerStatus.State.STATE_TRAINING)
            .build());

    await()
        .atMost(PATIENCE)
        .until(
            () ->
                site.json("/api/v1/stats")
                    .path("trainer")
                    .path("state")
                    .asText()
                    .equals("TRAINING"));
    awaitCount("trainer_status", "NOT_A_MESSAGE", 1);
  }

  @Test
  @DisplayName("on frames: is counted, and the next frame can be seen")
  void onFrames() {
    String topic = site.topics().frames("frame-1");
    publishGarbage(topic);
    publish(topic, Samples.frame(key("frame-1", 1)).toBuilder().setFormatVersion(2).build());
    publish(topic, Samples.frame(key("frame-1", 1)).toBuilder().setCrc32C(1).build());
    publish(topic, Samples.frame(key("frame-1", 2)));

    await()
        .atMost(PATIENCE)
        .until(() -> site.get("/api/v1/frames/frame-1/s1/2.png").statusCode() == 200);
    assertThat(site.get("/api/v1/frames/frame-1/s1/1.png").statusCode()).isEqualTo(404);
    awaitCount("frames", "NOT_A_MESSAGE", 1);
    awaitCount("frames", "WRONG_VERSION", 1);
    awaitCount("frames", "CHECKSUM_MISMATCH", 1);
  }

  private static void publishAtStart(FrameKey key) {
    publish(
        site.topics().results(key.device()),
        Samples.segmented(key).toBuilder().setCaptureTimeUs(Samples.START_US).build());
  }

  private static long lost(String name) {
    for (JsonNode device : site.json("/api/v1/devices").get("devices")) {
      if (device.get("device").textValue().equals(name)) {
        return device.get("lost").longValue();
      }
    }
    return 0;
  }

  private static Mask badMask() {
    return Mask.newBuilder().setWidth(32).setHeight(32).addRuns(5).build();
  }

  private static void publishGarbage(String topic) {
    site.publish(topic, GARBAGE, false);
  }

  private static void publish(String topic, MessageLite message) {
    site.publish(topic, message);
  }

  private static void awaitCount(String topic, String reason, long messages) {
    await()
        .atMost(PATIENCE)
        .untilAsserted(() -> assertThat(count(topic, reason)).isEqualTo(messages));
  }

  private static long count(String topic, String reason) {
    for (JsonNode entry : site.json("/api/v1/stats").get("garbage")) {
      if (entry.get("topic").textValue().equals(topic)
          && entry.get("reason").textValue().equals(reason)) {
        return entry.get("messages").longValue();
      }
    }
    return 0;
  }
}
