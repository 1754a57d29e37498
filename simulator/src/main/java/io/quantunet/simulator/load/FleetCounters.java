package io.quantunet.simulator.load;

import io.quantunet.mqtt.model.MqttPublishResult;
import io.quantunet.proto.Outcome;
import io.quantunet.proto.Segmentation;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.HdrHistogram.Histogram;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Counts what a fleet sends and gets back. Thread-safe: every method holds the lock for a few
 * additions.
 */
final class FleetCounters {

  private static final Logger log = LoggerFactory.getLogger(FleetCounters.class);
  private static final long MAX_LATENCY_US = TimeUnit.HOURS.toMicros(1);
  private static final double MICROS_PER_MILLI = 1_000;

  private final String session;
  private final InstantSource clock;
  private final Instant start;
  private final Histogram latencyMicros = new Histogram(MAX_LATENCY_US, 3);
  private final Map<Outcome, Long> results = new EnumMap<>(Outcome.class);
  private Instant lastAcknowledged;
  private long sent;
  private long acknowledged;
  private long failed;
  private long feedback;
  private long bytes;

  FleetCounters(String session, InstantSource clock) {
    this.session = session;
    this.clock = clock;
    this.start = clock.instant();
    this.lastAcknowledged = start;
  }

  synchronized void frameSent() {
    sent++;
  }

  synchronized void published(MqttPublishResult<Sent> result) {
    if (result instanceof MqttPublishResult.Refused<Sent> refused) {
      refused(refused);
      return;
    }
    switch (result.context().kind()) {
      case FRAME -> {
        acknowledged++;
        bytes += result.context().bytes();
        lastAcknowledged = clock.instant();
      }
      case FEEDBACK -> feedback++;
      case STATUS -> log.debug("status published on {}", result.message().topic());
    }
  }

  private void refused(MqttPublishResult.Refused<Sent> refused) {
    Sent what = refused.context();
    if (what.kind() == Sent.Kind.FRAME) {
      failed++;
    }
    log.warn(
        "{} of {} bytes not published on {}: {}",
        what.kind(),
        what.bytes(),
        refused.message().topic(),
        refused.reason());
  }

  /** Every sensor has left: what is not acknowledged by now will not be. */
  synchronized void sensorsLeft() {
    failed = sent - acknowledged;
  }

  /** A result of this run; latency counts where the frame was segmented. */
  synchronized void result(Segmentation segmentation) {
    results.merge(segmentation.getOutcome(), 1L, Long::sum);
    if (segmentation.getOutcome() == Outcome.OUTCOME_SEGMENTED) {
      long now = SensorMessages.micros(clock.instant());
      long latency = Math.max(0, now - segmentation.getCaptureTimeUs());
      latencyMicros.recordValue(Math.min(MAX_LATENCY_US, latency));
    }
  }

  /**
   * Whether every acknowledged frame has its result; a frame delivered twice has one besides, as
   * duplicate.
   */
  synchronized boolean allResultsIn() {
    long duplicates = results.getOrDefault(Outcome.OUTCOME_DUPLICATE, 0L);
    long all = results.values().stream().mapToLong(Long::longValue).sum();
    return all - duplicates >= acknowledged;
  }

  synchronized FleetReport report() {
    return new FleetReport(
        session,
        sent,
        acknowledged,
        failed,
        feedback,
        bytes,
        Duration.between(start, lastAcknowledged).toNanos() / 1e9,
        Map.copyOf(results),
        latencyMicros.getTotalCount(),
        latencyMillis(50),
        latencyMillis(90),
        latencyMillis(99),
        latencyMicros.getMaxValue() / MICROS_PER_MILLI);
  }

  private double latencyMillis(double percentile) {
    return latencyMicros.getValueAtPercentile(percentile) / MICROS_PER_MILLI;
  }
}
