package io.quantunet.gateway;

import akka.Done;
import akka.actor.typed.ActorSystem;
import io.quantunet.gateway.api.HttpServer;
import io.quantunet.gateway.ingest.GatewayMetrics.GarbageCount;
import io.quantunet.gateway.store.Database;
import io.quantunet.gateway.store.FeedbackStore;
import io.quantunet.gateway.store.StoreStats;
import java.time.Clock;
import java.time.InstantSource;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A running gateway: results in from MQTT, stored once, out over HTTP. Thread-safe.
 *
 * <p>It listens from {@link #start} on; whether the broker is there is another matter, see {@link
 * #subscribed()} and {@code /health/ready}.
 */
public final class Gateway {

  private static final Logger log = LoggerFactory.getLogger(Gateway.class);

  private final Parts parts;
  private final HttpServer server;
  private CompletionStage<Done> closed;

  private Gateway(Parts parts, HttpServer server) {
    this.parts = parts;
    this.server = server;
  }

  /**
   * Opens the database, listens, and starts to connect to the broker.
   *
   * @return completes when the page can be opened; fails with {@link
   *     io.quantunet.gateway.api.PortInUseException} or {@link
   *     io.quantunet.gateway.store.DatabaseException}, having released everything
   */
  public static CompletionStage<Gateway> start(ActorSystem<?> system, GatewaySettings settings) {
    return start(system, settings, Clock.systemUTC());
  }

  /** As {@link #start(ActorSystem, GatewaySettings)}, with a clock for times of arrival. */
  public static CompletionStage<Gateway> start(
      ActorSystem<?> system, GatewaySettings settings, InstantSource clock) {
    return CompletableFuture.supplyAsync(() -> open(system, settings, clock))
        .thenCompose(parts -> listen(system, settings, parts));
  }

  /**
   * Completes when the broker delivers results and frames: what is published from then on arrives.
   * Fails if the broker refuses the subscription, or the gateway is closed before.
   */
  public CompletionStage<Done> subscribed() {
    return parts.subscribed();
  }

  /**
   * Completes when {@link #close()} has ended the intake. Fails as soon as the intake breaks by
   * itself: the page goes on, but no result arrives any more until the gateway is started again.
   */
  public CompletionStage<Done> ended() {
    return parts.ended();
  }

  /** The port that the page is on. */
  public int port() {
    return server.port();
  }

  /** What is stored now; asks the database, so it blocks for milliseconds. */
  public GatewayStats stats() {
    StoreStats stats = parts.statistics().stats();
    return new GatewayStats(
        stats.outcomes(),
        stats.lost(),
        stats.duplicatesStored(),
        stats.duplicatesDropped(),
        stats.diceLesionMean(),
        stats.reviewed(),
        stats.latencyP50Ms(),
        stats.latencyP99Ms(),
        stats.engines(),
        stats.models().stream().map(StoreStats.Model::modelId).toList(),
        parts.metrics().garbageCounts().stream().mapToLong(GarbageCount::messages).sum(),
        parts.metrics().databaseFailures());
  }

  /**
   * Takes in nothing more, finishes and acknowledges what is being stored, ends the pages' streams,
   * frees the port and closes the database.
   *
   * @return completes when it is over; never fails; the same for every call
   */
  public synchronized CompletionStage<Done> close() {
    if (closed == null) {
      closed =
          parts
              .closeIngest()
              .thenCompose(done -> server.close())
              .thenApplyAsync(
                  done -> {
                    parts.release();
                    return done;
                  });
    }
    return closed;
  }

  private static Parts open(ActorSystem<?> system, GatewaySettings settings, InstantSource clock) {
    Database database = Database.open(settings.database());
    int scored = new FeedbackStore(database).scoreAll();
    if (scored > 0) {
      log.info("gateway: computed {} Dice that were missing since the last run", scored);
    }
    return new Parts(system, settings, clock, database);
  }

  private static CompletionStage<Gateway> listen(
      ActorSystem<?> system, GatewaySettings settings, Parts parts) {
    return HttpServer.start(system, settings.bind(), settings.port(), parts.routes())
        .handle(
            (server, error) -> {
              if (error != null) {
                parts.release();
                return CompletableFuture.<Gateway>failedFuture(error);
              }
              parts.startIngest();
              log.info(
                  "gateway: page at http://{}:{}/, results from {}",
                  settings.bind(),
                  server.port(),
                  settings.mqtt().broker());
              return CompletableFuture.completedFuture(new Gateway(parts, server));
            })
        .thenCompose(stage -> stage);
  }
}
