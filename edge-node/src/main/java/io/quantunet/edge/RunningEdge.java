package io.quantunet.edge;

import akka.Done;
import akka.actor.typed.ActorRef;
import akka.actor.typed.ActorSystem;
import akka.actor.typed.Props;
import akka.actor.typed.javadsl.AskPattern;
import io.micrometer.core.instrument.MeterRegistry;
import io.quantunet.proto.BundleFile;
import java.time.Clock;
import java.time.Duration;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** An edge as a handle, for the launcher and for tests. Thread-safe. */
public final class RunningEdge {

  private static final Duration HEALTH_PATIENCE = Duration.ofSeconds(5);

  private final ActorSystem<?> system;
  private final ActorRef<EdgeKeeper.Command> keeper;
  private final EdgeKeeper.Futures futures;

  private RunningEdge(
      ActorSystem<?> system, ActorRef<EdgeKeeper.Command> keeper, EdgeKeeper.Futures futures) {
    this.system = system;
    this.keeper = keeper;
    this.futures = futures;
  }

  /**
   * Starts an edge beside whatever else runs in the system.
   *
   * @param model of the start; usually {@code BundleFile.read(settings.modelFile())}
   * @param metrics where its meters are registered
   * @param clock for deadlines and the age of frames
   */
  public static RunningEdge start(
      ActorSystem<?> system,
      EdgeSettings settings,
      BundleFile model,
      MeterRegistry metrics,
      Clock clock) {
    EdgeKeeper.Futures futures =
        new EdgeKeeper.Futures(new CompletableFuture<>(), new CompletableFuture<>());
    ActorRef<EdgeKeeper.Command> keeper =
        system.systemActorOf(
            EdgeKeeper.create(
                listener -> EdgeNode.create(settings, model, metrics, clock, listener), futures),
            "edge-" + settings.edge() + "-" + UUID.randomUUID(),
            Props.empty());
    return new RunningEdge(system, keeper, futures);
  }

  /**
   * Completes when subscribed: what is published from then on is answered. Fails with {@link
   * EdgeException} if the edge cannot start; while there is no broker, it is tried again and again.
   */
  public CompletionStage<Done> ready() {
    return futures.ready().minimalCompletionStage();
  }

  /**
   * Takes no further frame, ends those in flight (results published, frames acknowledged), leaves
   * the broker.
   *
   * @return completes when it is over; fails as {@link #ended()} does
   */
  public CompletionStage<Done> stop() {
    keeper.tell(new EdgeKeeper.ToNode(new EdgeNode.Stop()));
    return ended();
  }

  /** Completes after a stop; fails with {@link EdgeException} if the edge could not go on. */
  public CompletionStage<Done> ended() {
    return futures.ended().minimalCompletionStage();
  }

  /** How it is; fails if there is no answer within 5 s, as after its end. */
  public CompletionStage<EdgeHealth> health() {
    return AskPattern.ask(
        keeper,
        replyTo -> new EdgeKeeper.ToNode(new EdgeNode.GetHealth(replyTo)),
        HEALTH_PATIENCE,
        system.scheduler());
  }
}
