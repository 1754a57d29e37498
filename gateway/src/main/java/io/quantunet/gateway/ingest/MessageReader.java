package io.quantunet.gateway.ingest;

import io.quantunet.gateway.store.Review;
import io.quantunet.mqtt.model.MqttMessage;
import io.quantunet.proto.DecodeException;
import io.quantunet.proto.DecodeException.Reason;
import io.quantunet.proto.DeviceStatus;
import io.quantunet.proto.Feedback;
import io.quantunet.proto.FrameKey;
import io.quantunet.proto.MaskCodec;
import io.quantunet.proto.MessageCodec;
import io.quantunet.proto.RolloutReport;
import io.quantunet.proto.Topics;
import io.quantunet.proto.TrainerStatus;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.Locale;

/**
 * Reads every message that must be acknowledged. It never throws: what it cannot read is garbage.
 */
final class MessageReader {

  private final Topics topics;
  private final InstantSource clock;

  MessageReader(Topics topics, InstantSource clock) {
    this.topics = topics;
    this.clock = clock;
  }

  Incoming read(MqttMessage message) {
    TopicKind kind = TopicKind.of(message.topic(), topics).orElse(TopicKind.RESULTS);
    try {
      return read(kind, message);
    } catch (DecodeException e) {
      return new Incoming.Garbage(kind, message.topic(), e);
    } catch (RuntimeException e) {
      // A defect of ours must not block the messages behind this one.
      return new Incoming.Garbage(
          kind, message.topic(), new DecodeException(Reason.NOT_A_MESSAGE, "defect: " + e, e));
    }
  }

  private Incoming read(TopicKind kind, MqttMessage message) throws DecodeException {
    byte[] payload = message.payload().toArray();
    String name = lastLevel(kind, message.topic());
    long nowUs = nowUs();
    return switch (kind) {
      case RESULTS -> new Incoming.FromEdge(ResultReader.read(name, payload, nowUs));
      case FEEDBACK -> new Incoming.FromReviewer(readFeedback(name, payload, nowUs));
      case STATUS -> new Incoming.Presence(readStatus(name, payload));
      case ROLLOUT_REPORTS -> new Incoming.Rollout(readReport(name, payload));
      case TRAINER_STATUS -> new Incoming.Trainer(readTrainer(payload));
      case FRAMES ->
          throw new DecodeException(Reason.NOT_A_MESSAGE, "frames come without acknowledgement");
    };
  }

  private static Review readFeedback(String device, byte[] payload, long nowUs)
      throws DecodeException {
    String what = "feedback";
    Feedback feedback = MessageCodec.FEEDBACK.decode(payload);
    Checks.sameDevice(what, feedback.getDevice(), device);
    Checks.name(what + ": session", feedback.getSession());
    Checks.sequence(what, feedback.getSequence());
    Checks.notNegative(what + ": time_us", feedback.getTimeUs());
    Checks.maskBytes(what, feedback.getTruth().getSerializedSize());
    return new Review(
        FrameKey.of(feedback),
        MaskCodec.decode(feedback.getTruth()),
        Checks.shorten(feedback.getReviewer(), 128),
        feedback.getTimeUs(),
        nowUs);
  }

  private static DeviceStatus readStatus(String device, byte[] payload) throws DecodeException {
    DeviceStatus status = MessageCodec.DEVICE_STATUS.decode(payload);
    Checks.sameDevice("device status", status.getDevice(), device);
    Checks.notNegative("device status: time_us", status.getTimeUs());
    return status;
  }

  private static RolloutReport readReport(String edge, byte[] payload) throws DecodeException {
    RolloutReport report = MessageCodec.ROLLOUT_REPORT.decode(payload);
    Checks.name("rollout report: edge", report.getEdge());
    if (!report.getEdge().equals(edge)) {
      throw new DecodeException(
          Reason.BAD_NAME,
          "rollout report: it names edge '%s', but came on the topic of '%s'"
              .formatted(report.getEdge(), edge));
    }
    Checks.notNegative("rollout report: time_us", report.getTimeUs());
    return report;
  }

  private static TrainerStatus readTrainer(byte[] payload) throws DecodeException {
    TrainerStatus status = MessageCodec.TRAINER_STATUS.decode(payload);
    Checks.notNegative("trainer status: time_us", status.getTimeUs());
    return status;
  }

  private static String lastLevel(TopicKind kind, String topic) throws DecodeException {
    return Topics.lastLevel(topic)
        .orElseThrow(
            () ->
                new DecodeException(
                    Reason.BAD_NAME,
                    "%s: the topic does not end in a valid name"
                        .formatted(kind.name().toLowerCase(Locale.ROOT))));
  }

  private long nowUs() {
    return ChronoUnit.MICROS.between(Instant.EPOCH, clock.instant());
  }
}
