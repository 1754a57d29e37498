package io.quantunet.edge.ingest;

import io.quantunet.edge.metrics.EdgeMetrics;
import io.quantunet.edge.result.ResultFactory;
import io.quantunet.proto.DecodeException;
import io.quantunet.proto.DecodeException.Reason;
import io.quantunet.proto.DecodedFrame;
import io.quantunet.proto.FrameCodec;
import io.quantunet.proto.Names;
import io.quantunet.proto.Outcome;
import io.quantunet.proto.Topics;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Decodes and checks what arrives; takes milliseconds, on the caller's thread. */
final class FrameReader {

  /** Bytes to a frame; {@link FrameCodec#decode(byte[])}. */
  interface Decoder {
    DecodedFrame decode(byte[] bytes) throws DecodeException;
  }

  private static final Logger log = LoggerFactory.getLogger(FrameReader.class);

  private final Decoder decoder;
  private final ResultFactory results;
  private final EdgeMetrics metrics;

  FrameReader(ResultFactory results, EdgeMetrics metrics) {
    this(FrameCodec::decode, results, metrics);
  }

  FrameReader(Decoder decoder, ResultFactory results, EdgeMetrics metrics) {
    this.decoder = decoder;
    this.results = results;
    this.metrics = metrics;
  }

  Reading read(Arrival arrival) {
    try {
      DecodedFrame frame = decode(arrival.delivery().message().payload().toArray());
      return frame.key().device().equals(arrival.device())
          ? new Reading.Readable(arrival, frame, arrival.age())
          : rejected(arrival, frame);
    } catch (DecodeException e) {
      metrics.frameMalformed(e.reason());
      return unreadable(arrival, Outcome.OUTCOME_MALFORMED, e.getMessage());
    }
  }

  /** Nobody needs the encoded pixels any more: without them a frame takes less memory. */
  private DecodedFrame decode(byte[] bytes) throws DecodeException {
    DecodedFrame frame = decodeOrRefuse(bytes);
    return new DecodedFrame(frame.message().toBuilder().clearPixels().build(), frame.image());
  }

  /** A frame that the decoder trips over would trip it again, were it delivered again. */
  private DecodedFrame decodeOrRefuse(byte[] bytes) throws DecodeException {
    try {
      return decoder.decode(bytes);
    } catch (RuntimeException | OutOfMemoryError e) {
      log.error("the decoder failed on a frame of {} bytes", bytes.length, e);
      throw new DecodeException(
          Reason.BAD_PIXELS, "frame: %d bytes do not decode: %s".formatted(bytes.length, e), e);
    }
  }

  private Reading rejected(Arrival arrival, DecodedFrame frame) {
    return unreadable(
        arrival,
        Outcome.OUTCOME_REJECTED,
        "frame %s came on the topic of device %s; a device publishes on its own topic"
            .formatted(frame.key(), arrival.device()));
  }

  private Reading unreadable(Arrival arrival, Outcome outcome, String detail) {
    String topic = arrival.delivery().message().topic();
    String where =
        Topics.lastLevel(topic).filter(Names::isValid).isPresent() ? "" : " (topic " + topic + ")";
    log.warn("device {}: {}{}", arrival.device(), detail, where);
    return new Reading.Unreadable(
        arrival, results.untrusted(arrival.device(), outcome, detail + where));
  }
}
