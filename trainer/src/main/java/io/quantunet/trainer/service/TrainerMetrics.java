package io.quantunet.trainer.service;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.quantunet.proto.DecodeException.Reason;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.function.Supplier;

/** Everything that the service counts and times; all counters are there from the start. */
final class TrainerMetrics {

  /** What became of a retrain command. The name in lower case is the label {@code outcome}. */
  enum Outcome {
    /** A new model was rolled out. */
    PUBLISHED,
    /** The training, or the publication of its model, failed. */
    FAILED,
    /** Not trained: too few frames, or a number of epochs out of range. */
    REFUSED,
    /** Dropped: another training was under way. */
    BUSY,
    /** Delivered before: already dealt with. */
    DUPLICATE
  }

  private final Map<Outcome, Counter> requests = new EnumMap<>(Outcome.class);
  private final Map<TopicKind, Map<Reason, Counter>> garbage = new EnumMap<>(TopicKind.class);
  private final Counter kept;
  private final Counter withoutFrame;
  private final Timer training;

  TrainerMetrics(MeterRegistry registry) {
    for (Outcome outcome : Outcome.values()) {
      requests.put(
          outcome,
          Counter.builder("quantunet.trainer.requests")
              .description("Retrain commands by what became of them")
              .tag("outcome", label(outcome))
              .register(registry));
    }
    for (TopicKind kind : TopicKind.values()) {
      Map<Reason, Counter> byReason = new EnumMap<>(Reason.class);
      for (Reason reason : Reason.values()) {
        byReason.put(
            reason,
            Counter.builder("quantunet.trainer.garbage")
                .description("Messages that are not what their topic promises")
                .tag("topic", kind.label())
                .tag("reason", label(reason))
                .register(registry));
      }
      garbage.put(kind, byReason);
    }
    kept = registry.counter("quantunet.trainer.feedback", "outcome", "kept");
    withoutFrame = registry.counter("quantunet.trainer.feedback", "outcome", "without_frame");
    training = registry.timer("quantunet.trainer.training");
  }

  /** Shows the number of frames that could be trained on now. */
  void watch(MeterRegistry registry, Supplier<Number> frames) {
    Gauge.builder("quantunet.trainer.feedback.frames", frames)
        .description("Reviewed frames that are kept")
        .register(registry);
  }

  void ended(Outcome outcome) {
    requests.get(outcome).increment();
  }

  void garbage(TopicKind kind, Reason reason) {
    garbage.get(kind).get(reason).increment();
  }

  void feedbackKept() {
    kept.increment();
  }

  void feedbackWithoutFrame() {
    withoutFrame.increment();
  }

  void trained(Duration time) {
    training.record(time);
  }

  private static String label(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT);
  }
}
