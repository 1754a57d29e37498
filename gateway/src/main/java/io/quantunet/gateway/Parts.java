package io.quantunet.gateway;

import akka.Done;
import akka.actor.typed.ActorSystem;
import akka.http.javadsl.server.Directives;
import akka.http.javadsl.server.Route;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.quantunet.gateway.api.ApiRoutes;
import io.quantunet.gateway.api.Health;
import io.quantunet.gateway.api.LiveFeed;
import io.quantunet.gateway.api.Overview;
import io.quantunet.gateway.api.Pictures;
import io.quantunet.gateway.ingest.FrameCache;
import io.quantunet.gateway.ingest.FrameWatch;
import io.quantunet.gateway.ingest.GatewayMetrics;
import io.quantunet.gateway.ingest.Ingest;
import io.quantunet.gateway.ingest.RetrainRequests;
import io.quantunet.gateway.ingest.SiteState;
import io.quantunet.gateway.ingest.StoreWriter;
import io.quantunet.gateway.page.PageRoutes;
import io.quantunet.gateway.store.Database;
import io.quantunet.gateway.store.DatabaseThreads;
import io.quantunet.gateway.store.FeedbackStore;
import io.quantunet.gateway.store.ResultStore;
import io.quantunet.gateway.store.Statistics;
import io.quantunet.mqtt.MqttConnection;
import io.quantunet.mqtt.settings.MqttConnectionSettings;
import io.quantunet.proto.Topics;
import java.time.Duration;
import java.time.InstantSource;
import java.util.concurrent.CompletionStage;

/** Puts a gateway's parts together, and takes them apart in the right order. */
final class Parts {

  private static final int WAITING_READS = 256;
  private static final int WAITING_WRITES = 16;

  /** Frames that were missed are not worth keeping: the page shows the newest. */
  private static final Duration FRAMES_SESSION_EXPIRY = Duration.ofMinutes(1);

  private final ActorSystem<?> system;
  private final GatewaySettings settings;
  private final InstantSource clock;
  private final Topics topics;
  private final Database database;
  private final DatabaseThreads writeThreads;
  private final DatabaseThreads readThreads;
  private final ResultStore results;
  private final FeedbackStore feedback;
  private final Statistics statistics;
  private final PrometheusMeterRegistry registry =
      new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
  private final GatewayMetrics metrics = new GatewayMetrics(registry);
  private final SiteState site = new SiteState();
  private final FrameCache frames;
  private final MqttConnection connection;
  private final StoreWriter writer;
  private final Overview overview;
  private final LiveFeed feed;
  private final Ingest ingest;
  private final FrameWatch frameWatch;

  Parts(ActorSystem<?> system, GatewaySettings settings, InstantSource clock, Database database) {
    this.system = system;
    this.settings = settings;
    this.clock = clock;
    this.topics = new Topics(settings.site());
    this.database = database;
    // One writer is enough, since it writes in batches, and readers can never keep it waiting.
    this.writeThreads = new DatabaseThreads("gateway-write", 1, WAITING_WRITES);
    this.readThreads =
        new DatabaseThreads("gateway-read", settings.database().poolSize() - 1, WAITING_READS);
    this.results = new ResultStore(database);
    this.feedback = new FeedbackStore(database);
    this.statistics = new Statistics(database, clock);
    this.frames = new FrameCache(settings.framesPerDevice(), settings.framesMemoryBytes());
    this.connection = MqttConnection.create(settings.mqtt(), Ingest.IN_FLIGHT);
    this.writer = new StoreWriter(system, writeThreads, results, feedback, metrics);
    this.overview =
        new Overview(settings.site(), readThreads, statistics, site, frames, metrics, clock);
    this.feed = new LiveFeed(system, overview);
    this.ingest = new Ingest(connection, writer, site, metrics, clock, feed);
    this.frameWatch = new FrameWatch(framesConnection(), frames, metrics, clock);
  }

  Route routes() {
    Health health =
        new Health(
            settings.mqtt().broker().toString(),
            ingest::connected,
            () -> !writer.failing(),
            readThreads,
            results);
    ApiRoutes api =
        new ApiRoutes(
            readThreads,
            results,
            overview,
            new Pictures(frames, metrics),
            feed,
            new RetrainRequests(system, connection, topics),
            health,
            registry::scrape);
    return Directives.concat(api.routes(), new PageRoutes().routes());
  }

  void startIngest() {
    ingest.start(system, topics, clock);
    frameWatch.start(system, topics);
  }

  CompletionStage<Done> subscribed() {
    return ingest.subscribed().thenCombine(frameWatch.subscribed(), (results, frames) -> results);
  }

  CompletionStage<Done> ended() {
    return ingest.ended();
  }

  Statistics statistics() {
    return statistics;
  }

  GatewayMetrics metrics() {
    return metrics;
  }

  /** Ends the pages' streams and the intake; what was being written is stored and acknowledged. */
  CompletionStage<Done> closeIngest() {
    feed.close();
    return ingest.close().thenCombine(frameWatch.close(), (results, frames) -> results);
  }

  /** Frees threads and database; blocks. */
  void release() {
    feed.close();
    writeThreads.close();
    readThreads.close();
    database.close();
    registry.close();
  }

  private MqttConnection framesConnection() {
    MqttConnectionSettings own =
        settings
            .mqtt()
            .withClientId(settings.mqtt().clientId() + "-frames")
            .withCleanStart(true)
            .withSessionExpiry(FRAMES_SESSION_EXPIRY);
    return MqttConnection.create(own, FrameWatch.IN_FLIGHT);
  }
}
