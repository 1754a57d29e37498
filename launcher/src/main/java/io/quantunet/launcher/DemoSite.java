package io.quantunet.launcher;

import akka.Done;
import akka.actor.typed.ActorSystem;
import akka.actor.typed.javadsl.Behaviors;
import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.quantunet.broker.EmbeddedBroker;
import io.quantunet.driver.engine.EngineKind;
import io.quantunet.edge.EdgeNode;
import io.quantunet.edge.EdgeSettings;
import io.quantunet.edge.RunningEdge;
import io.quantunet.gateway.Gateway;
import io.quantunet.gateway.GatewaySettings;
import io.quantunet.gateway.GatewayStats;
import io.quantunet.simulator.load.FleetSettings;
import io.quantunet.simulator.load.FrameSources;
import io.quantunet.simulator.load.SensorFleet;
import io.quantunet.trainer.service.TrainerService;
import io.quantunet.trainer.service.TrainerSettings;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;

/**
 * A whole hospital in this process: broker, gateway, edge and trainer. Started in the order in
 * which they need each other, stopped in the opposite one.
 */
final class DemoSite implements AutoCloseable {

  /**
   * @param bind address of broker and page
   * @param port of the page, 0 = a free one
   * @param brokerPort of the broker, 0 = a free one
   * @param model bundle to start with; empty: what the configuration says
   * @param engine empty: what the configuration says
   */
  record Settings(
      String bind, int port, int brokerPort, Optional<Path> model, Optional<EngineKind> engine) {}

  private static final String SITE = "demo";

  /** One step of the way down. */
  private interface Stop {
    void run() throws ExecutionException, InterruptedException;
  }

  private final Deque<Stop> stops = new ArrayDeque<>();
  private final CompletableFuture<Done> failed = new CompletableFuture<>();
  private final String bind;
  private EmbeddedBroker broker;
  private ActorSystem<Void> system;
  private Gateway gateway;

  private DemoSite(String bind) {
    this.bind = bind;
  }

  /**
   * Starts everything and returns when frames can come.
   *
   * @throws ExecutionException if a service does not start; those before it are stopped
   */
  static DemoSite start(Settings settings)
      throws IOException, ExecutionException, InterruptedException {
    DemoSite site = new DemoSite(settings.bind());
    try {
      site.startAll(settings);
      return site;
    } catch (IOException | ExecutionException | InterruptedException | RuntimeException e) {
      site.close();
      throw e;
    }
  }

  private void startAll(Settings settings)
      throws IOException, ExecutionException, InterruptedException {
    DemoFolder folder = new DemoFolder();
    stops.push(folder::close);
    broker = EmbeddedBroker.on(settings.bind(), settings.brokerPort()).start();
    stops.push(broker::close);
    Config config = config(settings, folder);
    system = ActorSystem.create(Behaviors.empty(), "demo", config);
    stops.push(this::terminateActors);
    gateway = get(Gateway.start(system, GatewaySettings.fromConfig(config)));
    stops.push(() -> get(gateway.close()));
    gateway.ended().exceptionally(this::giveUp);
    get(gateway.subscribed());
    SimpleMeterRegistry metrics = new SimpleMeterRegistry();
    TrainerService trainer =
        TrainerService.start(system, TrainerSettings.fromConfig(config), metrics);
    stops.push(() -> get(trainer.stop()));
    trainer.ended().exceptionally(this::giveUp);
    get(trainer.ready());
    RunningEdge edge = EdgeNode.start(system, EdgeSettings.fromConfig(config), metrics);
    stops.push(() -> get(edge.stop().exceptionally(failure -> Done.done()))); // failed() tells it
    edge.ended().exceptionally(this::giveUp);
    get(edge.ready());
  }

  /** Fails when a service could not go on; never completes otherwise. */
  CompletionStage<Done> failed() {
    return failed;
  }

  /** The page's address. */
  String pageUrl() {
    return PageAddress.of(bind, gateway.port());
  }

  /** The broker's address. */
  String brokerUrl() {
    return broker.url();
  }

  /** What the gateway has stored. */
  GatewayStats stats() {
    return gateway.stats();
  }

  /** Sensors of this site. */
  SensorFleet sensors(int devices, double fps, long frames, FrameSources sources) {
    return SensorFleet.start(
        system,
        FleetSettings.create(broker.url(), SITE).withDevices(devices, fps).withFrames(frames),
        sources);
  }

  /** Ends every service, the newest first; one that fails does not keep the others. */
  @Override
  public void close() {
    while (!stops.isEmpty()) {
      try {
        stops.pop().run();
      } catch (ExecutionException e) {
        System.err.println("quantunet: while stopping: " + e.getCause().getMessage());
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
  }

  /** The services' own defaults and environment, under what a demo decides. */
  private Config config(Settings settings, DemoFolder folder) {
    Map<String, Object> decided = new HashMap<>();
    for (String service : new String[] {"gateway", "edge", "trainer"}) {
      String path = "quantunet." + service + ".";
      decided.put(path + "site", SITE);
      decided.put(path + "mqtt.broker", broker.url());
      decided.put(path + "mqtt.profile", "hivemq");
      decided.put(path + "mqtt.username", "");
    }
    decided.put("quantunet.gateway.http.bind", settings.bind());
    decided.put("quantunet.gateway.http.port", settings.port());
    decided.put(
        "quantunet.gateway.database.url",
        "jdbc:h2:file:" + folder.resolve("results").toAbsolutePath() + ";DB_CLOSE_ON_EXIT=FALSE");
    settings
        .model()
        .map(Path::toString)
        .ifPresent(
            model -> {
              decided.put("quantunet.edge.model", model);
              decided.put("quantunet.trainer.model", model);
            });
    settings
        .engine()
        .ifPresent(
            engine -> {
              decided.put("quantunet.driver.engine", engine.label());
              decided.put("quantunet.driver.fallback-allowed", false); // it was asked for
            });
    decided.put("quantunet.trainer.work-folder", folder.resolve("trainer").toString());
    decided.put("quantunet.trainer.feedback.folder", "");
    return ConfigFactory.parseMap(decided, "demo").withFallback(ConfigFactory.load());
  }

  private Done giveUp(Throwable failure) {
    failed.completeExceptionally(failure);
    return Done.done();
  }

  private void terminateActors() throws ExecutionException, InterruptedException {
    system.terminate();
    get(system.getWhenTerminated());
  }

  private static <T> T get(CompletionStage<T> stage)
      throws ExecutionException, InterruptedException {
    return stage.toCompletableFuture().get();
  }
}
