package io.quantunet.edge;

import akka.Done;
import akka.actor.typed.ActorRef;
import akka.actor.typed.ActorSystem;
import akka.actor.typed.javadsl.ActorContext;
import akka.stream.Materializer;
import io.quantunet.driver.FpgaDriver;
import io.quantunet.edge.ingest.FrameIngest;
import io.quantunet.edge.metrics.EdgeMetrics;
import io.quantunet.edge.models.ModelRollouts;
import io.quantunet.edge.outbox.BrokerOutbox;
import io.quantunet.edge.result.ResultFactory;
import io.quantunet.edge.session.DeviceRegistry;
import io.quantunet.edge.stream.RunningStream;
import io.quantunet.mqtt.MqttConnection;
import io.quantunet.mqtt.model.ConnectionState;
import io.quantunet.proto.Topics;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;

/**
 * The guardian's two connections and what runs over them: frames and results over one, rollouts and
 * reports over the other. Used by the guardian only.
 */
final class BrokerSide {

  private static final int ROLLOUTS_IN_FLIGHT = 1;

  private final ActorSystem<?> system;
  private final Materializer materializer;
  private final EdgeSettings settings;
  private final EdgeMetrics metrics;
  private final InstantSource clock;
  private final MqttConnection frames;
  private final MqttConnection models;
  private List<RunningStream> streams = List.of();

  BrokerSide(
      ActorContext<?> context, EdgeSettings settings, EdgeMetrics metrics, InstantSource clock) {
    this.system = context.getSystem();
    this.materializer = Materializer.createMaterializer(context);
    this.settings = settings;
    this.metrics = metrics;
    this.clock = clock;
    this.frames = MqttConnection.create(settings.mqtt(), settings.ingest().inFlightBudget());
    // A clean start: of all rollouts while the edge was away only the retained one, the newest,
    // counts.
    this.models =
        MqttConnection.create(
            settings
                .mqtt()
                .withClientId(settings.mqtt().clientId() + "-models")
                .withCleanStart(true),
            ROLLOUTS_IN_FLIGHT);
    metrics.gauge(
        "connection.state", "0 idle .. 4 closed, see ConnectionState", () -> state().ordinal());
    metrics.gauge("unacknowledged", "Frames not yet acknowledged", this::unacknowledged);
  }

  void run(ActorRef<FpgaDriver.Command> driver, ActorRef<DeviceRegistry.Command> registry) {
    Topics topics = new Topics(settings.site());
    FrameIngest ingest =
        new FrameIngest(
            system,
            settings.ingest(),
            topics,
            frames,
            outbox(frames, settings.ingest().inFlightBudget()),
            driver,
            registry,
            new ResultFactory(settings.edge(), clock),
            metrics);
    ModelRollouts rollouts =
        new ModelRollouts(
            system,
            topics,
            settings.edge(),
            models,
            outbox(models, ROLLOUTS_IN_FLIGHT),
            driver,
            settings.installTimeout(),
            metrics,
            clock);
    streams = List.of(ingest.run(materializer), rollouts.run(materializer));
  }

  private BrokerOutbox outbox(MqttConnection connection, int parallelism) {
    return new BrokerOutbox(system, connection, parallelism, metrics::resultRepeated);
  }

  /** Completes when both subscriptions stand; fails with the first that is refused. */
  CompletionStage<Done> subscribed() {
    return streams.get(0).subscribed().thenCombine(streams.get(1).subscribed(), (a, b) -> a);
  }

  /** Completes or fails when one of the streams has ended, which is wrong before a stop. */
  CompletionStage<Done> broken() {
    return streams.get(0).ended().applyToEither(streams.get(1).ended(), done -> done);
  }

  /**
   * Takes nothing more, ends what is under way, then leaves the broker.
   *
   * @param patience for what is under way; what is not done by then the broker delivers again
   */
  CompletionStage<Done> leave(Duration patience) {
    streams.forEach(RunningStream::stop);
    CompletableFuture<?>[] ends =
        streams.stream()
            .map(stream -> stream.ended().toCompletableFuture())
            .toArray(CompletableFuture<?>[]::new);
    return CompletableFuture.allOf(ends)
        .orTimeout(Math.max(1, patience.toMillis()), TimeUnit.MILLISECONDS)
        .handle((done, lateOrBroken) -> Done.getInstance())
        .thenCompose(
            done -> frames.disconnect().thenCombine(models.disconnect(), (left, too) -> left));
  }

  /** Where the connection for frames and results stands. */
  ConnectionState state() {
    return frames.state();
  }

  /** Frames delivered and not yet acknowledged. */
  int unacknowledged() {
    return frames.unacknowledged();
  }
}
