package io.quantunet.simulator.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import akka.stream.javadsl.Sink;
import io.quantunet.mqtt.MqttConnection;
import io.quantunet.mqtt.MqttFlow;
import io.quantunet.mqtt.MqttSource;
import io.quantunet.mqtt.model.MqttMessage;
import io.quantunet.mqtt.model.MqttPublish;
import io.quantunet.mqtt.model.MqttQos;
import io.quantunet.mqtt.settings.MqttConnectionSettings;
import io.quantunet.mqtt.settings.MqttSubscriptions;
import io.quantunet.proto.DecodeException;
import io.quantunet.proto.DecodedFrame;
import io.quantunet.proto.Feedback;
import io.quantunet.proto.FrameCodec;
import io.quantunet.proto.MaskCodec;
import io.quantunet.proto.MessageCodec;
import io.quantunet.proto.Outcome;
import io.quantunet.proto.Segmentation;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

@DisplayName("A fleet of simulated sensors at a real broker")
class SensorFleetIT {

  @RegisterExtension static final FleetBed BED = new FleetBed();

  @Test
  @DisplayName("delivers every frame once, in order, with a right checksum and the dealt numbers")
  void deliversFrames() throws Exception {
    Queue<MqttMessage> frames = BED.subscribe(BED.topics().allFrames());

    FleetReport report = BED.play(3, 40, 20);

    await().atMost(Duration.ofSeconds(10)).until(() -> frames.size() >= 20);
    for (int device = 1; device <= 3; device++) {
      List<Long> sequences = new ArrayList<>();
      for (MqttMessage message : frames) {
        if (message.topic().equals(BED.topics().frames("sensor-0" + device))) {
          DecodedFrame frame = FrameCodec.decode(message.payload().toArray());
          assertThat(frame.message().getSession()).isEqualTo(report.session());
          assertThat(frame.message().getSpacingXMm()).isEqualTo(0.2);
          sequences.add(frame.message().getSequence());
        }
      }
      assertThat(sequences).isEqualTo(device == 3 ? List.of(1L, 2L, 3L, 4L, 5L, 6L) : upTo(7));
    }
    assertThat(frames).hasSize(20);
    assertThat(report.framesSent()).isEqualTo(20);
    assertThat(report.framesAcknowledged()).isEqualTo(20);
    assertThat(report.framesFailed()).isZero();
    assertThat(report.feedbackAcknowledged()).isEqualTo(20);
    assertThat(report.frameBytes())
        .isEqualTo(frames.stream().mapToLong(message -> message.payload().length()).sum());
  }

  @Test
  @DisplayName("gives the truth of every frame as feedback, with the frame itself every fifth time")
  void feedback() throws Exception {
    Queue<MqttMessage> messages = BED.subscribe(BED.topics().allFeedback());

    BED.play(1, 50, 11);

    await().atMost(Duration.ofSeconds(10)).until(() -> messages.size() >= 11);
    long sequence = 0;
    for (MqttMessage message : messages) {
      Feedback feedback = MessageCodec.FEEDBACK.decode(message.payload().toArray());
      assertThat(feedback.getSequence()).isEqualTo(++sequence);
      assertThat(feedback.getReviewer()).isEqualTo("simulator");
      assertThat(MaskCodec.decode(feedback.getTruth()).width()).isEqualTo(96);
      assertThat(feedback.hasFrame()).isEqualTo(sequence % 5 == 0);
    }
    assertThat(sequence).isEqualTo(11);
  }

  @Test
  @DisplayName("keeps its pace")
  void pace() throws Exception {
    Queue<MqttMessage> frames = BED.subscribe(BED.topics().allFrames());

    BED.play(1, 20, 11);

    await().atMost(Duration.ofSeconds(10)).until(() -> frames.size() >= 11);
    List<Long> captured = new ArrayList<>();
    for (MqttMessage message : frames) {
      captured.add(FrameCodec.decode(message.payload().toArray()).message().getCaptureTimeUs());
    }
    long spanMillis = (captured.get(10) - captured.get(0)) / 1_000;
    assertThat(spanMillis).as("ten intervals of 50 ms").isBetween(450L, 650L);
  }

  @Test
  @DisplayName("plays until it is stopped, and then finishes what is in flight")
  void stop() throws Exception {
    Queue<MqttMessage> frames = BED.subscribe(BED.topics().allFrames());
    SensorFleet fleet = BED.start(BED.settings(2, 50).withFrames(0));
    await().atMost(Duration.ofSeconds(10)).until(() -> fleet.report().framesAcknowledged() > 5);

    FleetReport report = FleetBed.finish(fleet.stop());

    assertThat(report.framesAcknowledged()).isEqualTo(report.framesSent());
    await()
        .atMost(Duration.ofSeconds(10))
        .until(() -> frames.size() == report.framesAcknowledged());
  }

  @Test
  @DisplayName("reports outcomes and latency of its own results")
  void watchesResults() throws Exception {
    MqttConnection edge =
        MqttConnection.create(MqttConnectionSettings.create(BED.url(), "edge"), 64);
    CompletionStage<akka.Done> answering =
        MqttSource.atMostOnce(
                edge, MqttSubscriptions.create(BED.topics().allFrames(), MqttQos.AT_LEAST_ONCE))
            .map(this::answer)
            .via(MqttFlow.publish(edge, 16))
            .runWith(Sink.ignore(), BED.system());
    FleetBed.finish(edge.connect());

    FleetReport report =
        FleetBed.finish(
            BED.start(BED.settings(2, 40).withFrames(12).withResultsWatched(Duration.ofSeconds(10)))
                .done());

    assertThat(report.results())
        .isEqualTo(Map.of(Outcome.OUTCOME_SEGMENTED, 10L, Outcome.OUTCOME_FAILED, 2L));
    assertThat(report.latencyCount()).isEqualTo(10);
    assertThat(report.latencyP50Ms()).isPositive().isLessThanOrEqualTo(report.latencyP99Ms());
    assertThat(report.latencyMaxMs()).isLessThan(5_000);
    FleetBed.finish(edge.disconnect());
    assertThat(answering).isNotNull();
  }

  /** What an edge would say: every fifth frame of a device fails. */
  private MqttPublish<String> answer(MqttMessage message) throws DecodeException {
    DecodedFrame frame = FrameCodec.decode(message.payload().toArray());
    boolean fails = frame.message().getSequence() % 5 == 0;
    Segmentation result =
        Segmentation.newBuilder()
            .setFormatVersion(MessageCodec.FORMAT_VERSION)
            .setDevice(frame.message().getDevice())
            .setSession(frame.message().getSession())
            .setSequence(frame.message().getSequence())
            .setCaptureTimeUs(frame.message().getCaptureTimeUs())
            .setOutcome(fails ? Outcome.OUTCOME_FAILED : Outcome.OUTCOME_SEGMENTED)
            .build();
    String topic = BED.topics().results(frame.message().getDevice());
    return new MqttPublish<>(
        MqttMessage.create(topic, akka.util.ByteString.fromArray(result.toByteArray())), topic);
  }

  private static List<Long> upTo(long last) {
    List<Long> numbers = new ArrayList<>();
    for (long number = 1; number <= last; number++) {
      numbers.add(number);
    }
    return numbers;
  }
}
