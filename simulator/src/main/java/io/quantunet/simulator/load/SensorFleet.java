package io.quantunet.simulator.load;

import akka.Done;
import akka.actor.Cancellable;
import akka.actor.typed.ActorSystem;
import akka.stream.KillSwitches;
import akka.stream.SharedKillSwitch;
import java.time.Clock;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.stream.IntStream;

/**
 * Simulated sensors, each with an MQTT connection of its own, playing frames at a steady pace.
 * Thread-safe.
 *
 * <p>Frame k of all is device {@code k mod devices}'s. Every frame is published at QoS 1, in order;
 * a connection that breaks delays frames and loses none. Where the truth is known it follows the
 * frame as feedback.
 */
public final class SensorFleet {

  /** Who stops a fleet by hand does not wait longer for results. */
  private static final Duration PATIENCE_WHEN_STOPPED = Duration.ofSeconds(2);

  /** What a broker that does not answer gets to finish, when stopped by hand. */
  private static final Duration GRACE_WHEN_STOPPED = Duration.ofSeconds(3);

  private final ActorSystem<?> system;
  private final FleetSettings settings;
  private final String session;
  private final FleetCounters counters;
  private final List<Sensor> sensors;
  private final SharedKillSwitch stop = KillSwitches.shared("sensor-fleet");
  private final Optional<ResultWatch> watch;
  private final CompletionStage<FleetReport> done;
  private volatile boolean stopped;

  private SensorFleet(
      ActorSystem<?> system, FleetSettings settings, FrameSources sources, InstantSource clock) {
    this.system = system;
    this.settings = settings;
    this.session = Sessions.fresh(clock);
    this.counters = new FleetCounters(session, clock);
    this.sensors =
        IntStream.range(0, settings.devices())
            .mapToObj(device -> new Sensor(settings, device, session, clock, counters))
            .toList();
    this.watch =
        settings.watchResults()
            ? Optional.of(new ResultWatch(system, settings, session, counters))
            : Optional.empty();
    this.done =
        runSensors(sources)
            .whenComplete((sent, failure) -> counters.sensorsLeft())
            .thenCompose(sent -> drain())
            .thenApply(drained -> counters.report());
  }

  /** Starts a fleet in real time. */
  public static SensorFleet start(
      ActorSystem<?> system, FleetSettings settings, FrameSources sources) {
    return start(system, settings, sources, Clock.systemUTC());
  }

  /** Starts a fleet; capture times and pace are the clock's, timers the system's. */
  public static SensorFleet start(
      ActorSystem<?> system, FleetSettings settings, FrameSources sources, InstantSource clock) {
    return new SensorFleet(system, settings, sources, clock);
  }

  /** The session id of every device in this run. */
  public String session() {
    return session;
  }

  /** What became of the frames so far. */
  public FleetReport report() {
    return counters.report();
  }

  /**
   * Completes when every frame is acknowledged, the devices are offline and, if they are watched,
   * the results are in or the patience for them is over. Fails when the broker cannot be reached or
   * a source has no frame.
   */
  public CompletionStage<FleetReport> done() {
    return done;
  }

  /**
   * Takes no more frames; what is in flight is finished, unless the broker does not answer: then it
   * counts as failed after a few seconds. The same stage as {@link #done()}.
   */
  public CompletionStage<FleetReport> stop() {
    stopped = true;
    stop.shutdown();
    Cancellable giveUp =
        system
            .scheduler()
            .scheduleOnce(
                GRACE_WHEN_STOPPED,
                () -> sensors.forEach(Sensor::abandon),
                system.executionContext());
    return done.whenComplete((report, failure) -> giveUp.cancel());
  }

  private CompletionStage<Done> runSensors(FrameSources sources) {
    CompletionStage<Done> go =
        watch.map(ResultWatch::ready).orElse(CompletableFuture.completedStage(Done.done()));
    CompletionStage<Done> all = CompletableFuture.completedStage(Done.done());
    for (int device = 0; device < settings.devices(); device++) {
      CompletionStage<Done> one =
          sensors
              .get(device)
              .run(system, sources.forDevice(device, settings.devices()), go, stop)
              .whenComplete((sent, failure) -> giveUpOn(failure));
      all = all.thenCombine(one, (before, now) -> now);
    }
    return all;
  }

  /** One failure ends the run: the others finish what is in flight. */
  private void giveUpOn(Throwable failure) {
    if (failure != null) {
      stop.shutdown();
      watch.ifPresent(ResultWatch::stop);
    }
  }

  private CompletionStage<Done> drain() {
    Duration patience = settings.resultPatience();
    if (stopped && patience.compareTo(PATIENCE_WHEN_STOPPED) > 0) {
      patience = PATIENCE_WHEN_STOPPED;
    }
    Duration waited = patience;
    return watch
        .map(results -> results.drain(waited))
        .orElse(CompletableFuture.completedStage(Done.done()));
  }
}
