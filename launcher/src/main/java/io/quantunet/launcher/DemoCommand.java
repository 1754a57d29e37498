package io.quantunet.launcher;

import io.quantunet.gateway.GatewayStats;
import io.quantunet.simulator.load.FleetReport;
import io.quantunet.simulator.load.FrameSources;
import io.quantunet.simulator.load.SensorFleet;
import io.quantunet.simulator.phantom.PhantomSettings;
import io.quantunet.simulator.replay.ReplayFolder;
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

  @Option(
      names = "--devices",
      defaultValue = "4",
      description = "sensors (default: ${DEFAULT-VALUE})")
  private int devices;

  @Option(
      names = "--fps",
      defaultValue = "5",
      description = "frames a second of each sensor (default: ${DEFAULT-VALUE})")
  private double fps;

  @Option(names = "--frames", defaultValue = "0", description = "frames in all; 0 = until Ctrl-C")
  private long frames;

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

  @Option(
      names = "--replay",
      paramLabel = "DIR",
      description = "play these images, not the phantom")
  private Optional<Path> replay = Optional.empty();

  @Option(
      names = "--seed",
      defaultValue = "1",
      description = "of the phantom (default: ${DEFAULT-VALUE})")
  private long seed;

  @Option(names = "--json", paramLabel = "FILE", description = "write the report there")
  private Optional<Path> json = Optional.empty();

  @Override
  public Integer call() throws Exception {
    FrameSources sources = sources();
    DemoSite.Settings settings =
        new DemoSite.Settings(
            bind,
            port.orElse(headless ? 0 : DEFAULT_PAGE_PORT),
            brokerPort,
            model.file(),
            engine.kind().label());
    try (ServiceLifetime lifetime = new ServiceLifetime();
        DemoSite site = DemoSite.start(settings)) {
      System.out.println("page    " + site.pageUrl() + "   (research use only, not for diagnosis)");
      System.out.println("broker  " + site.brokerUrl() + "   (Ctrl-C ends the demo)");
      DemoReport report = play(site, sources, lifetime);
      System.out.println(report.summary());
      if (json.isPresent()) {
        JsonReport.write(json.get(), report.keys());
      }
      return report.isComplete() ? 0 : 1;
    }
  }

  private DemoReport play(DemoSite site, FrameSources sources, ServiceLifetime lifetime)
      throws ExecutionException, InterruptedException {
    long start = System.nanoTime();
    DemoProgress progress = new DemoProgress(System.out, !headless && System.console() != null);
    SensorFleet fleet = site.sensors(devices, fps, frames, sources);
    while (!fleet.done().toCompletableFuture().isDone() && !lifetime.awaitStop(POLL_MILLIS)) {
      progress.update(fleet.report(), site.stats());
    }
    FleetReport sent = fleet.stop().toCompletableFuture().get();
    GatewayStats stored = awaitResults(site, sent);
    progress.update(sent, stored);
    progress.end();
    return new DemoReport(devices, sent, stored, (System.nanoTime() - start) / 1e9);
  }

  /** Waits for the results of what was sent, as long as more of them come. */
  private static GatewayStats awaitResults(DemoSite site, FleetReport sent)
      throws InterruptedException {
    GatewayStats stored = site.stats();
    long before = -1;
    long lastChange = System.nanoTime();
    while (total(stored) < sent.framesSent()
        && System.nanoTime() - lastChange < PATIENCE.toNanos()) {
      if (total(stored) != before) {
        before = total(stored);
        lastChange = System.nanoTime();
      }
      Thread.sleep(POLL_MILLIS / 10);
      stored = site.stats();
    }
    return stored;
  }

  private static long total(GatewayStats stored) {
    return stored.framesStored().values().stream().mapToLong(Long::longValue).sum();
  }

  private FrameSources sources() {
    return replay
        .map(folder -> FrameSources.replay(ReplayFolder.open(folder)))
        .orElseGet(() -> FrameSources.phantom(PhantomSettings.defaults(), seed));
  }
}
