package io.quantunet.launcher;

import akka.actor.typed.ActorSystem;
import akka.actor.typed.javadsl.Behaviors;
import io.quantunet.proto.Frame;
import io.quantunet.proto.Outcome;
import io.quantunet.proto.PixelEncoding;
import io.quantunet.simulator.load.FleetReport;
import io.quantunet.simulator.load.FleetSettings;
import io.quantunet.simulator.load.FrameDump;
import io.quantunet.simulator.load.FrameSources;
import io.quantunet.simulator.load.SensorFleet;
import io.quantunet.simulator.phantom.PhantomDataset;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code quantunet simulate}: plays sensors, or writes what they would send. */
@Command(
    name = "simulate",
    mixinStandardHelpOptions = true,
    description = {
      "Plays ultrasound sensors against a broker and reports results and latency.",
      "With --dump, writes one frame to a file instead; with --dataset, a labelled data set."
    })
final class SimulateCommand implements Callable<Integer> {

  private static final Duration RESULT_PATIENCE = Duration.ofSeconds(30);

  @Mixin private BrokerOption broker;
  @Mixin private SensorOptions sensors;

  @Option(
      names = "--encoding",
      defaultValue = "deflate",
      description = "raw8, deflate or png (default: ${DEFAULT-VALUE})")
  private String encoding;

  @Option(
      names = "--deadline-ms",
      defaultValue = "0",
      description = "frames older than this may be skipped as LATE; 0 = never")
  private int deadlineMillis;

  @Mixin private JsonOption json;

  @Option(names = "--dump", paramLabel = "FILE", description = "write one Frame message and end")
  private Optional<Path> dump = Optional.empty();

  @Option(
      names = "--device",
      defaultValue = "sensor-01",
      description = "the device of --dump (default: ${DEFAULT-VALUE})")
  private String device;

  @Option(
      names = "--dataset",
      paramLabel = "DIR",
      description = "write --frames phantom images with masks and a split, and end")
  private Optional<Path> dataset = Optional.empty();

  @Override
  public Integer call() throws Exception {
    if (dump.isPresent()) {
      return dumpFrame(dump.get());
    }
    if (dataset.isPresent()) {
      return writeDataset(dataset.get());
    }
    FleetReport report = play();
    print(report);
    json.write(keys(report));
    return isComplete(report) ? 0 : 1;
  }

  /** Whether every frame was sent and, unless Ctrl-C ended the run, segmented or too late. */
  private boolean isComplete(FleetReport report) {
    long ended =
        report.results().getOrDefault(Outcome.OUTCOME_SEGMENTED, 0L)
            + report.results().getOrDefault(Outcome.OUTCOME_LATE, 0L);
    return report.framesFailed() == 0
        && (sensors.frames() == 0 || ended >= report.framesAcknowledged());
  }

  private int dumpFrame(Path file) {
    Frame frame =
        FrameDump.write(
            file, sensors.sources().forDevice(0, 1), device, pixelEncoding(), Clock.systemUTC());
    System.out.printf(
        "%s: a frame of %s, %d x %d, session %s%n",
        file, frame.getDevice(), frame.getWidth(), frame.getHeight(), frame.getSession());
    return 0;
  }

  private int writeDataset(Path folder) throws IOException {
    long frames = sensors.frames();
    if (frames < 1 || frames > Integer.MAX_VALUE) {
      throw new CommandFailure("--dataset needs --frames N, how many images to write");
    }
    PhantomDataset.write(folder, (int) frames, sensors.seed());
    System.out.println(frames + " images with masks written to " + folder);
    return 0;
  }

  private FleetReport play() throws InterruptedException, ExecutionException {
    FleetSettings settings =
        FleetSettings.create(broker.url(), broker.site())
            .withProfile(broker.profile())
            .withDevices(sensors.devices(), sensors.fps())
            .withFrames(sensors.frames())
            .withEncoding(pixelEncoding())
            .withDeadlineMillis(deadlineMillis)
            .withResultsWatched(RESULT_PATIENCE);
    FrameSources sources = sensors.sources();
    ActorSystem<Void> system = ActorSystem.create(Behaviors.empty(), "simulator");
    try (ServiceLifetime lifetime = new ServiceLifetime()) {
      SensorFleet fleet = SensorFleet.start(system, settings, sources);
      fleet.done().whenComplete((report, failure) -> lifetime.stop());
      lifetime.awaitStop();
      return fleet.stop().toCompletableFuture().get();
    } finally {
      system.terminate();
      system.getWhenTerminated().toCompletableFuture().get();
    }
  }

  private PixelEncoding pixelEncoding() {
    return switch (encoding.toLowerCase(Locale.ROOT)) {
      case "raw8" -> PixelEncoding.PIXEL_ENCODING_RAW8;
      case "deflate" -> PixelEncoding.PIXEL_ENCODING_DEFLATE;
      case "png" -> PixelEncoding.PIXEL_ENCODING_PNG;
      default ->
          throw new CommandFailure(
              "--encoding: '" + encoding + "' is unknown; use raw8, deflate or png");
    };
  }

  private static void print(FleetReport report) {
    System.out.printf(
        Locale.ROOT,
        "%d frames sent, %d acknowledged (%.1f/s), %d failed%n"
            + "%d results %s%nlatency ms: p50 %.1f, p90 %.1f, p99 %.1f, max %.1f%n",
        report.framesSent(),
        report.framesAcknowledged(),
        report.framesPerSecond(),
        report.framesFailed(),
        report.resultsReceived(),
        report.results(),
        report.latencyP50Ms(),
        report.latencyP90Ms(),
        report.latencyP99Ms(),
        report.latencyMaxMs());
  }

  private static Map<String, Object> keys(FleetReport report) {
    Map<String, Object> keys = new LinkedHashMap<>();
    keys.put("session", report.session());
    keys.put("frames_sent", report.framesSent());
    keys.put("frames_acknowledged", report.framesAcknowledged());
    keys.put("frames_failed", report.framesFailed());
    keys.put("feedback_acknowledged", report.feedbackAcknowledged());
    keys.put("frame_bytes", report.frameBytes());
    keys.put("frames_per_s", report.framesPerSecond());
    keys.put("results_received", report.resultsReceived());
    Map<String, Long> outcomes = new LinkedHashMap<>();
    report
        .results()
        .forEach(
            (outcome, count) ->
                outcomes.put(
                    outcome.name().replace("OUTCOME_", "").toLowerCase(Locale.ROOT), count));
    keys.put("results", outcomes);
    keys.put("latency_p50_ms", report.latencyP50Ms());
    keys.put("latency_p90_ms", report.latencyP90Ms());
    keys.put("latency_p99_ms", report.latencyP99Ms());
    keys.put("latency_max_ms", report.latencyMaxMs());
    return keys;
  }
}
