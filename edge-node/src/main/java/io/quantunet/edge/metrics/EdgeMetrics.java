package io.quantunet.edge.metrics;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.quantunet.proto.DecodeException.Reason;
import io.quantunet.proto.Outcome;
import io.quantunet.proto.RolloutReport;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;

/**
 * The edge's meters. In Prometheus: {@code quantunet_edge_frames_total{outcome="segmented"}}, one
 * outcome per frame, and so on. Thread-safe.
 */
public final class EdgeMetrics {

  private final MeterRegistry registry;
  private final Map<Outcome, Counter> frames = new EnumMap<>(Outcome.class);
  private final Map<Reason, Counter> malformed = new EnumMap<>(Reason.class);
  private final Map<RolloutReport.State, Counter> rollouts =
      new EnumMap<>(RolloutReport.State.class);
  private final Counter malformedRollouts;
  private final Counter missed;
  private final Counter overdue;
  private final Counter refusedResults;
  private final Counter repeatedResults;
  private final Counter waits;
  private final Timer answering;
  private final AtomicInteger devices = new AtomicInteger();

  /** Registers all meters, at zero. */
  public EdgeMetrics(MeterRegistry registry) {
    this.registry = registry;
    for (Outcome outcome : Outcome.values()) {
      if (outcome != Outcome.UNRECOGNIZED && outcome != Outcome.OUTCOME_UNSPECIFIED) {
        frames.put(
            outcome,
            counter(
                "frames",
                "Frames by how they ended",
                "outcome",
                label(outcome.name(), "OUTCOME_")));
      }
    }
    for (Reason reason : Reason.values()) {
      malformed.put(
          reason, counter("malformed", "Malformed frames", "reason", label(reason.name(), "")));
    }
    for (RolloutReport.State state :
        new RolloutReport.State[] {
          RolloutReport.State.STATE_SWITCHED, RolloutReport.State.STATE_REFUSED
        }) {
      rollouts.put(
          state, counter("rollouts", "Rollouts by answer", "state", label(state.name(), "STATE_")));
    }
    malformedRollouts =
        counter("rollouts.malformed", "Messages on the rollout topic that are none");
    missed = counter("frames.missed", "Sequence numbers that had not come when a higher one came");
    overdue = counter("frames.overdue", "Frames that came after a higher number, the first time");
    refusedResults = counter("results.refused", "Results that the broker refused for good");
    repeatedResults = counter("results.repeated", "Publishes tried again after a refusal");
    waits = counter("driver.waits", "Waits because the driver's queue was full");
    answering =
        Timer.builder("quantunet.edge.answering")
            .description("From a frame's arrival to its result at the broker")
            .publishPercentiles(0.5, 0.99)
            .register(registry);
    gauge("devices", "Devices with a session", devices::get);
  }

  /**
   * A value that is read when it is asked for, e.g. frames that are not yet acknowledged. An edge
   * that is started again in the same process takes the place of the one before.
   */
  public final void gauge(String name, String description, Supplier<Number> value) {
    registry.find("quantunet.edge." + name).gauges().forEach(registry::remove);
    Gauge.builder("quantunet.edge." + name, value).description(description).register(registry);
  }

  /**
   * A frame has ended.
   *
   * @param arrivalToAnswer from its arrival to its result at the broker
   */
  public void frameEnded(Outcome outcome, Duration arrivalToAnswer) {
    frames.get(outcome).increment();
    answering.record(arrivalToAnswer);
  }

  /** A frame could not be decoded; it ends as malformed besides. */
  public void frameMalformed(Reason reason) {
    malformed.get(reason).increment();
  }

  /** Sequence numbers were skipped. */
  public void framesMissed(long count) {
    missed.increment(count);
  }

  /** A skipped number has come after all. */
  public void frameOverdue() {
    overdue.increment();
  }

  /** The broker refused a result for good. */
  public void resultRefused() {
    refusedResults.increment();
  }

  /** The broker refused a result; it is tried again. */
  public void resultRepeated() {
    repeatedResults.increment();
  }

  /** The driver's queue was full; the frame waits. */
  public void waitedForDriver() {
    waits.increment();
  }

  /** A rollout was answered. */
  public void rolloutAnswered(RolloutReport.State state) {
    rollouts.get(state).increment();
  }

  /** Bytes on the rollout topic that are no rollout, or one with a damaged bundle. */
  public void rolloutMalformed() {
    malformedRollouts.increment();
  }

  /** How many devices have a session. */
  public void devices(int count) {
    devices.set(count);
  }

  private Counter counter(String name, String description, String... tags) {
    return Counter.builder("quantunet.edge." + name)
        .description(description)
        .tags(tags)
        .register(registry);
  }

  private static String label(String name, String prefix) {
    return name.substring(prefix.length()).toLowerCase(Locale.ROOT);
  }
}
