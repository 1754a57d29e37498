package io.quantunet.launcher;

import io.quantunet.driver.engine.EngineKind;
import io.quantunet.gateway.GatewayStats;
import io.quantunet.simulator.load.FleetReport;
import io.quantunet.simulator.load.FrameSources;
import io.quantunet.simulator.load.SensorFleet;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code quantunet demo}: the whole path in one process. */
@Command(
    name = "demo",
    mixinStandardHelpOptions = true,
    description = {
      "Runs broker, simulated sensors, edge, trainer, gateway and the live page in one process,",
      "until Ctrl-C, or until --frames have their results. Research use only, not for diagnosis."
    })
final class DemoCommand implements Callable<Integer> {

  private static final int DEFAULT_PAGE_PORT = 8080;
  private static final long POLL_MILLIS = 1000;
  private static final Duration PATIENCE = Duration.ofSeconds(20);

  @Mixin private ModelOption model;
  @Mixin private EngineOption engine;
  @Mixin private SensorOptions sensors;

  @Option(
      names = "--port",
      paramLabel = "P",
      description = "the page's port, 0 = a free one (default: 8080; with --headless a free one)")
  private Optional<Integer> port = Optional.empty();

  @Option(
      names = "--broker-port",
      paramLabel = "P",
      defaultValue = "0",
      description = "the broker's port (default: a free one)")
  private int brokerPort;

  @Option(
      names = "--bind",
      paramLabel = "HOST",
      defaultValue = "127.0.0.1",
      description = "address of page and broker (default: ${DEFAULT-VALUE})")
  private String bind;

  @Option(names = "--headless", description = "for scripts: no line that is written over")
  private boolean headless;

  @Mixin private JsonOption json;

  /** A simulation of the accelerator has no time for the shipped net. */
  private Optional<Path> bundle() {
    boolean isSimulated = engine.given().filter(EngineKind.RTL::equals).isPresent();
    return model
        .given()
        .or(() -> isSimulated ? Optional.of(ModelOption.small()) : Optional.empty());
  }

  @Override
  public Integer call() throws Exception {
    FrameSources sources = sensors.sources();
    DemoSite.Settings settings =
        new DemoSite.Settings(
            bind,
            port.orElse(headless ? 0 : DEFAULT_PAGE_PORT),
            brokerPort,
            bundle(),
            engine.given());
    try (ServiceLifetime lifetime = new ServiceLifetime();
        DemoSite site = DemoSite.start(settings)) {
      System.out.println("page    " + site.pageUrl() + "   (research use only, not for diagnosis)");
      System.out.println("broker  " + site.brokerUrl() + "   (Ctrl-C ends the demo)");
      site.failed().whenComplete((done, failure) -> lifetime.stop());
      DemoReport report = play(site, sources, lifetime);
      System.out.println(report.summary());
      json.write(report.keys());
      if (site.failed().toCompletableFuture().isCompletedExceptionally()) {
        Service.get(site.failed());
      }
      return report.isComplete() ? 0 : 1;
    }
  }

  private DemoReport play(DemoSite site, FrameSources sources, ServiceLifetime lifetime)
      throws ExecutionException, InterruptedException {
    long start = System.nanoTime();
    DemoProgress progress = new DemoProgress(System.out, !headless && System.console() != null);
    SensorFleet fleet = site.sensors(sensors.devices(), sensors.fps(), sensors.frames(), sources);
    while (!fleet.done().toCompletableFuture().isDone() && !lifetime.awaitStop(POLL_MILLIS)) {
      progress.update(fleet.report(), site.stats());
    }
    FleetReport sent = fleet.stop().toCompletableFuture().get();
    GatewayStats stored = awaitResults(site, sent);
    progress.update(sent, stored);
    progress.end();
    return new DemoReport(sensors.devices(), sent, stored, (System.nanoTime() - start) / 1e9);
  }

  /** Waits for the results and scores of what was sent, as long as more of them come. */
  private static GatewayStats awaitResults(DemoSite site, FleetReport sent)
      throws InterruptedException {
    GatewayStats stored = site.stats();
    long arrived = -1;
    long lastArrival = System.nanoTime();
    while (DemoReport.settled(stored) < sent.framesSent()
        || stored.framesReviewed() < sent.feedbackAcknowledged()) {
      long now = DemoReport.settled(stored) + stored.framesReviewed();
      if (now > arrived) {
        arrived = now;
        lastArrival = System.nanoTime();
      } else if (System.nanoTime() - lastArrival > PATIENCE.toNanos()) {
        return stored;
      }
      Thread.sleep(POLL_MILLIS / 10);
      stored = site.stats();
    }
    return stored;
  }
}
