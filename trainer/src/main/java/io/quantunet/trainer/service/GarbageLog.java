package io.quantunet.trainer.service;

import io.quantunet.proto.DecodeException.Reason;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Counts every refused message and logs one line per kind of topic and reason in ten seconds: a
 * flood of garbage must not become a flood of lines.
 */
final class GarbageLog {

  private static final Logger log = LoggerFactory.getLogger(GarbageLog.class);
  private static final Duration ONE_LINE_PER = Duration.ofSeconds(10);

  private final TrainerMetrics metrics;
  private final InstantSource clock;
  private final Map<Cause, Instant> nextLine = new HashMap<>();

  private record Cause(TopicKind kind, Reason reason) {}

  GarbageLog(TrainerMetrics metrics, InstantSource clock) {
    this.metrics = metrics;
    this.clock = clock;
  }

  void refuse(Incoming.Garbage garbage) {
    Reason reason = garbage.problem().reason();
    metrics.garbage(garbage.kind(), reason);
    if (mayLog(new Cause(garbage.kind(), reason))) {
      log.warn(
          "trainer: message on {} refused ({}), counted and acknowledged: {}",
          Texts.oneLine(garbage.topic()),
          reason,
          Texts.oneLine(String.valueOf(garbage.problem().getMessage())));
    }
  }

  private synchronized boolean mayLog(Cause cause) {
    Instant now = clock.instant();
    if (nextLine.getOrDefault(cause, Instant.MIN).isAfter(now)) {
      return false;
    }
    nextLine.put(cause, now.plus(ONE_LINE_PER));
    return true;
  }
}
