package io.quantunet.edge.ingest;

import io.quantunet.edge.metrics.EdgeMetrics;
import io.quantunet.edge.result.ResultFactory;
import io.quantunet.proto.DecodeException;
import io.quantunet.proto.DecodedFrame;
import io.quantunet.proto.FrameCodec;
import io.quantunet.proto.Names;
import io.quantunet.proto.Outcome;
import io.quantunet.proto.Topics;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Decodes and checks what arrives; takes milliseconds, on the caller's thread. */
final class FrameReader {

  private static final Logger log = LoggerFactory.getLogger(FrameReader.class);

  private final ResultFactory results;
  private final EdgeMetrics metrics;

  FrameReader(ResultFactory results, EdgeMetrics metrics) {
    this.results = results;
    this.metrics = metrics;
  }

  Reading read(Arrival arrival) {
    try {
      DecodedFrame frame = FrameCodec.decode(arrival.delivery().message().payload().toArray());
      return frame.key().device().equals(arrival.device())
          ? new Reading.Readable(arrival, frame, arrival.age())
          : rejected(arrival, frame);
    } catch (DecodeException e) {
      metrics.frameMalformed(e.reason());
      return unreadable(arrival, Outcome.OUTCOME_MALFORMED, e.getMessage());
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
