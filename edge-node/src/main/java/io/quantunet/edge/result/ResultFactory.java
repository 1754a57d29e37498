package io.quantunet.edge.result;

import com.google.protobuf.ByteString;
import io.quantunet.driver.FpgaDriver.Answer;
import io.quantunet.driver.FpgaDriver.Timings;
import io.quantunet.proto.BinaryMask;
import io.quantunet.proto.Frame;
import io.quantunet.proto.MaskCodec;
import io.quantunet.proto.MessageCodec;
import io.quantunet.proto.Outcome;
import io.quantunet.proto.Segmentation;
import io.quantunet.proto.StageTimings;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.HexFormat;

/** Makes the one message that an edge publishes about a frame, for every outcome. */
public final class ResultFactory {

  /** A detail is one sentence; what a decoder says about garbage may be long. */
  private static final int MAX_DETAIL_CHARACTERS = 500;

  private final String edge;
  private final InstantSource clock;

  /**
   * @param edge this edge's name
   * @param clock for the time since the frame's capture
   */
  public ResultFactory(String edge, InstantSource clock) {
    this.edge = edge;
    this.clock = clock;
  }

  /**
   * The result of a frame that was segmented; takes a millisecond or two, on the caller's thread.
   *
   * @param decode from the message's arrival to the decoded frame
   */
  public Segmentation segmented(Frame frame, Answer.Segmented answer, Duration decode) {
    long start = System.nanoTime();
    BinaryMask mask = answer.logits().mask();
    LesionMeasures measures = LesionMeasures.of(mask, answer.logits(), frame);
    Segmentation.Builder result =
        about(frame)
            .setOutcome(Outcome.OUTCOME_SEGMENTED)
            .setMask(MaskCodec.encode(mask))
            .setLesionPixels(measures.pixels())
            .setLesionAreaMm2(measures.areaMm2())
            .setConfidence(measures.confidence())
            .setModelId(answer.model().id())
            .setModelSha256(
                ByteString.copyFrom(HexFormat.of().parseHex(answer.model().sha256Hex())))
            .setEngine(answer.engine().label());
    measures.box().ifPresent(result::setBoundingBox);
    measures.centroid().ifPresent(result::setCentroid);
    Timings timings = answer.timings();
    StageTimings.Builder stages =
        timings(frame, decode)
            .setQueueUs(micros(timings.queued()))
            .setPreprocessUs(micros(timings.preprocess()))
            .setInferenceUs(micros(timings.inference()))
            .setDeviceCycles(timings.deviceCycles())
            .setPostprocessUs(micros(Duration.ofNanos(System.nanoTime() - start)));
    return result.setTimings(stages).build();
  }

  /**
   * The result of a valid frame that ended otherwise.
   *
   * @param outcome DUPLICATE, LATE, REJECTED or FAILED
   * @param detail why, one sentence
   */
  public Segmentation ended(Frame frame, Outcome outcome, String detail, Duration decode) {
    return about(frame)
        .setOutcome(outcome)
        .setDetail(shortened(detail))
        .setTimings(timings(frame, decode))
        .build();
  }

  /**
   * The result of a message of which only the device (from the topic) can be trusted: session and
   * sequence stay empty, so that it cannot stand in for the result of another frame.
   *
   * @param outcome MALFORMED or REJECTED
   * @param detail what is wrong, one sentence
   */
  public Segmentation untrusted(String device, Outcome outcome, String detail) {
    return Segmentation.newBuilder()
        .setFormatVersion(MessageCodec.FORMAT_VERSION)
        .setDevice(device)
        .setEdge(edge)
        .setOutcome(outcome)
        .setDetail(shortened(detail))
        .build();
  }

  private Segmentation.Builder about(Frame frame) {
    return Segmentation.newBuilder()
        .setFormatVersion(MessageCodec.FORMAT_VERSION)
        .setDevice(frame.getDevice())
        .setSession(frame.getSession())
        .setSequence(frame.getSequence())
        .setCaptureTimeUs(frame.getCaptureTimeUs())
        .setFrameWidth(frame.getWidth())
        .setFrameHeight(frame.getHeight())
        .setSpacingXMm(frame.getSpacingXMm())
        .setSpacingYMm(frame.getSpacingYMm())
        .setEdge(edge);
  }

  private StageTimings.Builder timings(Frame frame, Duration decode) {
    long now = ChronoUnit.MICROS.between(Instant.EPOCH, clock.instant());
    return StageTimings.newBuilder()
        .setDecodeUs(micros(decode))
        .setSinceCaptureUs(Math.max(0, now - frame.getCaptureTimeUs())); // clocks may differ
  }

  private static long micros(Duration duration) {
    return Math.max(0, duration.toNanos() / 1_000);
  }

  private static String shortened(String detail) {
    return detail.length() <= MAX_DETAIL_CHARACTERS
        ? detail
        : detail.substring(0, MAX_DETAIL_CHARACTERS) + "...";
  }
}
