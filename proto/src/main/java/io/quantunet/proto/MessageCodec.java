package io.quantunet.proto;

import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.Message;
import com.google.protobuf.Parser;
import io.quantunet.proto.DecodeException.Reason;
import java.util.function.ToIntFunction;

/**
 * Reads one kind of message: bounded in size, checked for version. Unknown fields survive, so that
 * an older receiver passes on what a newer sender wrote.
 *
 * @param <T> the message
 */
public final class MessageCodec<T extends Message> {

  /** Version of every message that is written and read. */
  public static final int FORMAT_VERSION = 1;

  private static final int SMALL = 64 << 10;
  private static final int RESULT = 4 << 20; // a mask of 4096 x 4096 in its worst form is refused
  private static final int FEEDBACK_WITH_FRAME = ImageLimits.MAX_ENCODED_BYTES + RESULT;

  /** Results of an edge. */
  public static final MessageCodec<Segmentation> SEGMENTATION =
      new MessageCodec<>(
          "segmentation", Segmentation.parser(), Segmentation::getFormatVersion, RESULT);

  /** Presence of a device. */
  public static final MessageCodec<DeviceStatus> DEVICE_STATUS =
      new MessageCodec<>(
          "device status", DeviceStatus.parser(), DeviceStatus::getFormatVersion, SMALL);

  /** A reviewer's truth. */
  public static final MessageCodec<Feedback> FEEDBACK =
      new MessageCodec<>(
          "feedback", Feedback.parser(), Feedback::getFormatVersion, FEEDBACK_WITH_FRAME);

  /** A model for the edges. */
  public static final MessageCodec<RolloutCommand> ROLLOUT_COMMAND =
      new MessageCodec<>(
          "rollout command",
          RolloutCommand.parser(),
          RolloutCommand::getFormatVersion,
          BundleFile.MAX_BYTES + SMALL);

  /** An edge's answer to a rollout. */
  public static final MessageCodec<RolloutReport> ROLLOUT_REPORT =
      new MessageCodec<>(
          "rollout report", RolloutReport.parser(), RolloutReport::getFormatVersion, SMALL);

  /** A wish for a new model. */
  public static final MessageCodec<RetrainCommand> RETRAIN_COMMAND =
      new MessageCodec<>(
          "retrain command", RetrainCommand.parser(), RetrainCommand::getFormatVersion, SMALL);

  /** What the trainer is doing. */
  public static final MessageCodec<TrainerStatus> TRAINER_STATUS =
      new MessageCodec<>(
          "trainer status", TrainerStatus.parser(), TrainerStatus::getFormatVersion, SMALL);

  private final String what;
  private final Parser<T> parser;
  private final ToIntFunction<T> version;
  private final int maxBytes;

  MessageCodec(String what, Parser<T> parser, ToIntFunction<T> version, int maxBytes) {
    this.what = what;
    this.parser = parser;
    this.version = version;
    this.maxBytes = maxBytes;
  }

  /**
   * @param bytes one message
   * @throws DecodeException if it is too large, not such a message, or of an unknown version
   */
  public T decode(byte[] bytes) throws DecodeException {
    if (bytes.length > maxBytes) {
      throw new DecodeException(
          Reason.OVERSIZED, "%s: %d bytes; at most %d".formatted(what, bytes.length, maxBytes));
    }
    T message;
    try {
      message = parser.parseFrom(bytes);
    } catch (InvalidProtocolBufferException e) {
      throw new DecodeException(
          Reason.NOT_A_MESSAGE,
          "%s: %d bytes that are truncated or no such message: %s"
              .formatted(what, bytes.length, e.getMessage()),
          e);
    }
    checkVersion(message);
    return message;
  }

  void checkVersion(T message) throws DecodeException {
    int found = version.applyAsInt(message);
    if (found != FORMAT_VERSION) {
      throw new DecodeException(
          Reason.WRONG_VERSION,
          "%s: format_version %s; this receiver knows version %d"
              .formatted(what, Integer.toUnsignedString(found), FORMAT_VERSION));
    }
  }
}
