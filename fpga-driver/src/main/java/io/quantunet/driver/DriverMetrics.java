package io.quantunet.driver;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;

/** Everything that the driver counts and times. */
final class DriverMetrics {

  /** How a request ended. The name in lower case is the label {@code outcome}. */
  enum Outcome {
    SEGMENTED,
    LATE,
    QUEUE_FULL,
    FAILED,
    STOPPED
  }

  private final Map<Outcome, Counter> frames = new EnumMap<>(Outcome.class);
  private final Counter retries;
  private final Counter hungEngines;
  private final Counter installed;
  private final Counter refused;
  private final Timer queued;
  private final Timer preprocess;
  private final Timer inference;
  private final AtomicInteger queueDepth = new AtomicInteger();
  private final AtomicInteger busyWorkers = new AtomicInteger();
  private final AtomicInteger plainLayers = new AtomicInteger();
  private final AtomicInteger standIn = new AtomicInteger();

  DriverMetrics(MeterRegistry registry) {
    for (Outcome outcome : Outcome.values()) {
      frames.put(
          outcome,
          Counter.builder("quantunet.driver.frames")
              .description("Frames by how they ended")
              .tag("outcome", outcome.name().toLowerCase(Locale.ROOT))
              .register(registry));
    }
    retries = registry.counter("quantunet.driver.retries");
    hungEngines = registry.counter("quantunet.driver.hung.engines");
    installed = registry.counter("quantunet.driver.models", "outcome", "installed");
    refused = registry.counter("quantunet.driver.models", "outcome", "refused");
    queued = registry.timer("quantunet.driver.queued");
    preprocess = registry.timer("quantunet.driver.preprocess");
    inference = registry.timer("quantunet.driver.inference");
    registry.gauge("quantunet.driver.queue.depth", queueDepth);
    registry.gauge("quantunet.driver.workers.busy", busyWorkers);
    registry.gauge("quantunet.driver.plain.layers", plainLayers);
    registry.gauge("quantunet.driver.stand.in", standIn);
  }

  void ended(Outcome outcome) {
    frames.get(outcome).increment();
  }

  void retried() {
    retries.increment();
  }

  void engineHung() {
    hungEngines.increment();
  }

  void modelInstalled(boolean onStandIn, int layersInPlainJava) {
    installed.increment();
    standIn.set(onStandIn ? 1 : 0);
    plainLayers.set(layersInPlainJava);
  }

  void modelRefused() {
    refused.increment();
  }

  void segmented(FpgaDriver.Timings timings) {
    record(queued, timings.queued());
    record(preprocess, timings.preprocess());
    record(inference, timings.inference());
  }

  void load(int waiting, int busy) {
    queueDepth.set(waiting);
    busyWorkers.set(busy);
  }

  private static void record(Timer timer, Duration duration) {
    timer.record(duration);
  }
}
