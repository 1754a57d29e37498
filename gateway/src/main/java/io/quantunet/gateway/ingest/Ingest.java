package io.quantunet.gateway.ingest;

import akka.Done;
import akka.actor.typed.ActorSystem;
import akka.japi.Pair;
import akka.stream.javadsl.Keep;
import akka.stream.javadsl.Sink;
import io.quantunet.gateway.store.Arrival;
import io.quantunet.gateway.store.Review;
import io.quantunet.gateway.store.StoredResult;
import io.quantunet.gateway.store.Verdict;
import io.quantunet.mqtt.MqttConnection;
import io.quantunet.mqtt.MqttSource;
import io.quantunet.mqtt.model.ConnectionState;
import io.quantunet.mqtt.model.MqttMessageWithAck;
import io.quantunet.mqtt.model.MqttQos;
import io.quantunet.mqtt.settings.MqttSubscriptions;
import io.quantunet.proto.Outcome;
import io.quantunet.proto.Topics;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The stream of everything that must not be lost: read, written in batches, acknowledged.
 *
 * <p>While one batch is in the database the next one grows, so that the batch's size follows the
 * load and a lone message waits for nobody.
 */
public final class Ingest {

  /** Unacknowledged messages at most; one feedback may have 12 MiB. */
  public static final int IN_FLIGHT = 128;

  private static final Logger log = LoggerFactory.getLogger(Ingest.class);

  private final MqttConnection connection;
  private final StoreWriter writer;
  private final SiteState site;
  private final GatewayMetrics metrics;
  private final GarbageLog garbage;
  private final Consumer<LiveEvent> events;
  private volatile CompletionStage<Done> subscribed = new CompletableFuture<>();
  private volatile CompletionStage<Done> ended =
      CompletableFuture.completedFuture(Done.getInstance());

  /**
   * @param connection made with {@link #IN_FLIGHT} as its budget
   * @param events told of every new result and score, on the stream's thread; must not block
   */
  public Ingest(
      MqttConnection connection,
      StoreWriter writer,
      SiteState site,
      GatewayMetrics metrics,
      InstantSource clock,
      Consumer<LiveEvent> events) {
    this.connection = connection;
    this.writer = writer;
    this.site = site;
    this.metrics = metrics;
    this.garbage = new GarbageLog(metrics, clock);
    this.events = events;
  }

  /** Connects, subscribes and runs until {@link #close()}. Call it once. */
  public Ingest start(ActorSystem<?> system, Topics topics, InstantSource clock) {
    MessageReader reader = new MessageReader(topics, clock);
    Pair<CompletionStage<Done>, CompletionStage<Done>> stages =
        MqttSource.atLeastOnce(connection, subscriptions(topics))
            .map(message -> new Delivery(reader.read(message.message()), message))
            .batch(IN_FLIGHT, Ingest::first, Ingest::and)
            .mapAsync(1, this::keep)
            .toMat(Sink.ignore(), Keep.both())
            .run(system);
    subscribed = stages.first();
    ended = stages.second().whenComplete((done, failure) -> reportEnd(failure));
    return this;
  }

  /** Completes when the broker delivers; fails with what the broker said if it never will. */
  public CompletionStage<Done> subscribed() {
    return subscribed;
  }

  /** Completes after {@link #close()}; fails if the stream broke by itself. */
  public CompletionStage<Done> ended() {
    return ended;
  }

  /** Whether messages can arrive right now: a broken stream leaves its connection open. */
  public boolean connected() {
    return connection.state() == ConnectionState.CONNECTED
        && subscribed.toCompletableFuture().isDone()
        && !subscribed.toCompletableFuture().isCompletedExceptionally()
        && !ended.toCompletableFuture().isDone();
  }

  /**
   * Takes nothing more, finishes what is being written and acknowledges it.
   *
   * @return completes when it is over; never fails
   */
  public CompletionStage<Done> close() {
    return connection
        .disconnect()
        .thenCompose(done -> ended)
        .exceptionally(failure -> Done.getInstance());
  }

  private static MqttSubscriptions subscriptions(Topics topics) {
    MqttSubscriptions subscriptions = MqttSubscriptions.empty();
    for (TopicKind kind : TopicKind.values()) {
      if (kind != TopicKind.FRAMES) {
        subscriptions = subscriptions.addSubscription(kind.filter(topics), MqttQos.AT_LEAST_ONCE);
      }
    }
    return subscriptions;
  }

  private static List<Delivery> first(Delivery delivery) {
    List<Delivery> batch = new ArrayList<>();
    batch.add(delivery);
    return batch;
  }

  private static List<Delivery> and(List<Delivery> batch, Delivery delivery) {
    batch.add(delivery);
    return batch;
  }

  private CompletionStage<Done> keep(List<Delivery> batch) {
    List<Arrival> arrivals = new ArrayList<>();
    List<Review> reviews = new ArrayList<>();
    for (Delivery delivery : batch) {
      if (delivery.incoming() instanceof Incoming.FromEdge edge) {
        arrivals.add(edge.arrival());
      } else if (delivery.incoming() instanceof Incoming.FromReviewer reviewer) {
        reviews.add(reviewer.review());
      } else {
        show(delivery.incoming());
      }
    }
    return writer
        .write(arrivals, reviews)
        .thenApply(
            written -> {
              tell(arrivals, written);
              batch.forEach(delivery -> delivery.message().ack());
              return Done.getInstance();
            });
  }

  private void show(Incoming incoming) {
    if (incoming instanceof Incoming.Presence presence) {
      site.update(presence.status());
    } else if (incoming instanceof Incoming.Rollout rollout) {
      site.update(rollout.report());
    } else if (incoming instanceof Incoming.Trainer trainer) {
      site.update(trainer.status());
    } else if (incoming instanceof Incoming.Garbage refused) {
      garbage.refuse(refused.kind(), refused.topic(), refused.problem());
    }
  }

  private void tell(List<Arrival> arrivals, StoreWriter.Written written) {
    for (int i = 0; i < arrivals.size(); i++) {
      tell(arrivals.get(i), written.verdicts().get(i));
    }
    written
        .scores()
        .forEach(
            score -> {
              metrics.scored(score.dice(), score.hasLesion());
              events.accept(new LiveEvent.ResultScored(score));
            });
  }

  private void tell(Arrival arrival, Verdict verdict) {
    metrics.stored(verdict);
    if (arrival instanceof Arrival.Report report) {
      metrics.reported(report.kind());
    } else if (arrival instanceof Arrival.Result result
        && (verdict == Verdict.INSERTED || verdict == Verdict.UPGRADED)) {
      if (result.message().getOutcome() == Outcome.OUTCOME_SEGMENTED) {
        StoredResult.latencyMs(result.message(), result.receivedTimeUs())
            .ifPresent(metrics::latency);
      }
      events.accept(new LiveEvent.ResultStored(result.message(), result.receivedTimeUs()));
    }
  }

  private static void reportEnd(Throwable failure) {
    if (failure != null) {
      log.error(
          "gateway: no results arrive any more: {}; unacknowledged ones stay with the broker,"
              + " restart the gateway",
          String.valueOf(failure.getMessage()));
    }
  }

  private record Delivery(Incoming incoming, MqttMessageWithAck message) {}
}
