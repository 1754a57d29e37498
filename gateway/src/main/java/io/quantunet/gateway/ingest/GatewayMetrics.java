package io.quantunet.gateway.ingest;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.quantunet.gateway.store.ReportKind;
import io.quantunet.gateway.store.Verdict;
import io.quantunet.proto.DecodeException.Reason;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Every counter of the gateway since it started; {@code /metrics} shows them. Thread-safe. */
public final class GatewayMetrics {

  /** What is measured; the text is the metric's name before Prometheus's own rules. */
  public enum Metric {
    /** Results by what became of them. */
    RESULTS("quantunet.gateway.results", "Results by what became of them in the store"),
    /** Reports of edges without a result. */
    REPORTS(
        "quantunet.gateway.reports", "Reports of edges about frames without a result of their own"),
    /** Messages that are not what their topic promises. */
    GARBAGE("quantunet.gateway.garbage", "Messages that are not what their topic promises"),
    /** Frames seen for the page. */
    FRAMES("quantunet.gateway.frames.seen", "Frames received to be shown"),
    /** Frames compared with the truth. */
    SCORES("quantunet.gateway.scores", "Results compared with a reviewer's truth"),
    /** Attempts to write that failed. */
    DATABASE_FAILURES(
        "quantunet.gateway.database.failures", "Writes that failed and were repeated"),
    /** Time of one write. */
    WRITE("quantunet.gateway.database.write", "Time of one batch in the database"),
    /** Capture to arrival. */
    LATENCY(
        "quantunet.gateway.latency.milliseconds", "From a frame's capture to its result's arrival"),
    /** Dice of a frame with a lesion. */
    DICE("quantunet.gateway.dice", "Dice of results whose truth has a lesion");

    private final String id;
    private final String description;

    Metric(String id, String description) {
      this.id = id;
      this.description = description;
    }
  }

  /**
   * Messages of one kind refused for one reason.
   *
   * @param topic the kind of topic
   * @param reason what was wrong
   * @param messages how many since the start
   */
  public record GarbageCount(TopicKind topic, Reason reason, long messages) {}

  private final Map<Verdict, Counter> verdicts = new EnumMap<>(Verdict.class);
  private final Map<ReportKind, Counter> reports = new EnumMap<>(ReportKind.class);
  private final Map<TopicKind, Map<Reason, Counter>> garbage = new EnumMap<>(TopicKind.class);
  private final Counter frames;
  private final Counter scores;
  private final Counter databaseFailures;
  private final Timer write;
  private final DistributionSummary latency;
  private final DistributionSummary dice;

  /** Registers every counter at once, so that a scrape shows the zeros too. */
  public GatewayMetrics(MeterRegistry registry) {
    for (Verdict verdict : Verdict.values()) {
      verdicts.put(verdict, counter(registry, Metric.RESULTS, "verdict", verdict.name()));
    }
    for (ReportKind kind : ReportKind.values()) {
      reports.put(kind, counter(registry, Metric.REPORTS, "kind", kind.name()));
    }
    for (TopicKind topic : TopicKind.values()) {
      Map<Reason, Counter> byReason = new EnumMap<>(Reason.class);
      for (Reason reason : Reason.values()) {
        byReason.put(
            reason,
            counter(registry, Metric.GARBAGE, "topic", topic.name(), "reason", reason.name()));
      }
      garbage.put(topic, byReason);
    }
    frames = counter(registry, Metric.FRAMES);
    scores = counter(registry, Metric.SCORES);
    databaseFailures = counter(registry, Metric.DATABASE_FAILURES);
    write = Timer.builder(Metric.WRITE.id).description(Metric.WRITE.description).register(registry);
    latency = summary(registry, Metric.LATENCY);
    dice = summary(registry, Metric.DICE);
  }

  /** Refused messages since the start, without the zeros. */
  public List<GarbageCount> garbageCounts() {
    List<GarbageCount> counts = new ArrayList<>();
    garbage.forEach(
        (topic, byReason) ->
            byReason.forEach(
                (reason, counter) -> {
                  if (counter.count() > 0) {
                    counts.add(new GarbageCount(topic, reason, (long) counter.count()));
                  }
                }));
    return counts;
  }

  /** Writes that failed since the start. */
  public long databaseFailures() {
    return (long) databaseFailures.count();
  }

  void stored(Verdict verdict) {
    verdicts.get(verdict).increment();
  }

  void reported(ReportKind kind) {
    reports.get(kind).increment();
  }

  /** Counts a message that is not what its topic promises. */
  public void garbage(TopicKind topic, Reason reason) {
    garbage.get(topic).get(reason).increment();
  }

  void frameSeen() {
    frames.increment();
  }

  void scored(double value, boolean hasLesion) {
    scores.increment();
    if (hasLesion) {
      dice.record(value);
    }
  }

  void latency(double milliseconds) {
    latency.record(
        Math.max(0, milliseconds)); // clocks may differ; the store keeps what was measured
  }

  void written(Duration time) {
    write.record(time);
  }

  void databaseFailed() {
    databaseFailures.increment();
  }

  private static Counter counter(MeterRegistry registry, Metric metric, String... tags) {
    String[] lower = tags.clone();
    for (int i = 1; i < lower.length; i += 2) {
      lower[i] = lower[i].toLowerCase(Locale.ROOT);
    }
    return Counter.builder(metric.id)
        .description(metric.description)
        .tags(lower)
        .register(registry);
  }

  private static DistributionSummary summary(MeterRegistry registry, Metric metric) {
    return DistributionSummary.builder(metric.id)
        .description(metric.description)
        .publishPercentiles(0.5, 0.99)
        .register(registry);
  }
}
