package io.quantunet.edge.ingest;

import akka.actor.typed.ActorRef;
import akka.actor.typed.ActorSystem;
import akka.actor.typed.javadsl.AskPattern;
import io.quantunet.edge.ingest.Reading.Readable;
import io.quantunet.edge.metrics.EdgeMetrics;
import io.quantunet.edge.session.DeviceRegistry;
import io.quantunet.edge.session.DeviceSession.Verdict;
import java.time.Duration;
import java.util.concurrent.CompletionStage;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Asks a frame's device session whether the frame should be segmented. */
final class Admission {

  /** A frame that may be segmented, or not: see the verdict. */
  record Admitted(Readable frame, Flight flight, Verdict verdict) {}

  private static final Logger log = LoggerFactory.getLogger(Admission.class);
  private static final Duration PATIENCE = Duration.ofSeconds(10);

  private final ActorSystem<?> system;
  private final ActorRef<DeviceRegistry.Command> registry;
  private final FramesInFlight inFlight;
  private final EdgeMetrics metrics;

  Admission(
      ActorSystem<?> system,
      ActorRef<DeviceRegistry.Command> registry,
      FramesInFlight inFlight,
      EdgeMetrics metrics) {
    this.system = system;
    this.registry = registry;
    this.inFlight = inFlight;
    this.metrics = metrics;
  }

  /** Never fails: a session that does not answer (a machine in distress) admits. */
  CompletionStage<Admitted> admit(Readable frame) {
    Flight flight = inFlight.start(frame.frame().key());
    return flight
        .earlier()
        .thenCompose(landed -> ask(flight))
        .thenApply(verdict -> new Admitted(frame, flight, counted(verdict)));
  }

  private CompletionStage<Verdict> ask(Flight flight) {
    return AskPattern.<DeviceRegistry.Command, Verdict>ask(
            registry,
            replyTo -> new DeviceRegistry.Admit(flight.key(), replyTo),
            PATIENCE,
            system.scheduler())
        .exceptionally(
            failure -> {
              log.warn(
                  "frame {}: no answer from its session: {}", flight.key(), failure.toString());
              return new Verdict.Segment(0, false);
            });
  }

  private Verdict counted(Verdict verdict) {
    if (verdict instanceof Verdict.Segment segment) {
      metrics.framesMissed(segment.missed());
      if (segment.overdue()) {
        metrics.frameOverdue();
      }
    }
    return verdict;
  }
}
