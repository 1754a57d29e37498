package io.quantunet.gateway.ingest;

import io.quantunet.proto.DecodeException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Counts every refused message and logs some: one line per topic kind and reason in ten seconds,
 * with the number of those that were not logged. A flood of garbage must not become a flood of
 * lines.
 */
final class GarbageLog {

  private static final Logger log = LoggerFactory.getLogger(GarbageLog.class);
  private static final Duration ONE_LINE_PER = Duration.ofSeconds(10);
  private static final int MAX_TEXT = 300;

  private final GatewayMetrics metrics;
  private final InstantSource clock;
  private final Map<Cause, Line> lines = new HashMap<>();

  GarbageLog(GatewayMetrics metrics, InstantSource clock) {
    this.metrics = metrics;
    this.clock = clock;
  }

  void refuse(TopicKind kind, String topic, DecodeException problem) {
    metrics.garbage(kind, problem.reason());
    long silent = admit(new Cause(kind, problem.reason()));
    if (silent >= 0) {
      log.warn(
          "{}: message refused ({}), counted and acknowledged: {}{}",
          Checks.shorten(topic, MAX_TEXT),
          problem.reason(),
          Checks.shorten(String.valueOf(problem.getMessage()), MAX_TEXT),
          silent == 0 ? "" : " (" + silent + " more like this since the last line)");
    }
  }

  private synchronized long admit(Cause cause) {
    Instant now = clock.instant();
    Line line = lines.computeIfAbsent(cause, first -> new Line());
    if (line.next.isAfter(now)) {
      line.silent++;
      return -1;
    }
    long silent = line.silent;
    line.silent = 0;
    line.next = now.plus(ONE_LINE_PER);
    return silent;
  }

  private record Cause(TopicKind kind, DecodeException.Reason reason) {}

  private static final class Line {
    private Instant next = Instant.EPOCH;
    private long silent;
  }
}
