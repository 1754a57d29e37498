package io.quantunet.gateway.ingest;

import com.google.protobuf.InvalidProtocolBufferException;
import io.quantunet.proto.DecodeException;
import io.quantunet.proto.DecodeException.Reason;
import io.quantunet.proto.Frame;
import io.quantunet.proto.FrameCodec;
import io.quantunet.proto.ImageLimits;

/**
 * Reads a frame's envelope. Its pixels are decoded only if someone looks at it; the edge is the
 * judge of every frame.
 */
final class FrameReader {

  private static final int MAX_BYTES = ImageLimits.MAX_ENCODED_BYTES + 4096;

  private FrameReader() {}

  /**
   * @throws DecodeException naming the first thing that is wrong
   */
  static Frame read(String device, byte[] payload) throws DecodeException {
    if (payload.length > MAX_BYTES) {
      throw new DecodeException(
          Reason.OVERSIZED, "frame: %d bytes; at most %d".formatted(payload.length, MAX_BYTES));
    }
    Frame frame = parse(payload);
    if (frame.getFormatVersion() != FrameCodec.FORMAT_VERSION) {
      throw new DecodeException(
          Reason.WRONG_VERSION,
          "frame: format_version %s; this receiver knows version %d"
              .formatted(
                  Integer.toUnsignedString(frame.getFormatVersion()), FrameCodec.FORMAT_VERSION));
    }
    Checks.sameDevice("frame", frame.getDevice(), device);
    Checks.name("frame: session", frame.getSession());
    Checks.sequence("frame", frame.getSequence());
    Checks.notNegative("frame: capture_time_us", frame.getCaptureTimeUs());
    return frame;
  }

  private static Frame parse(byte[] payload) throws DecodeException {
    try {
      return Frame.parseFrom(payload);
    } catch (InvalidProtocolBufferException e) {
      throw new DecodeException(
          Reason.NOT_A_MESSAGE,
          "frame: %d bytes that are truncated or no such message: %s"
              .formatted(payload.length, e.getMessage()),
          e);
    }
  }
}
