package io.quantunet.edge.models;

import akka.actor.typed.ActorRef;
import akka.actor.typed.ActorSystem;
import akka.actor.typed.javadsl.AskPattern;
import com.google.protobuf.ByteString;
import io.quantunet.driver.FpgaDriver;
import io.quantunet.driver.FpgaDriver.Installation;
import io.quantunet.edge.metrics.EdgeMetrics;
import io.quantunet.proto.BundleFile;
import io.quantunet.proto.DecodeException;
import io.quantunet.proto.MessageCodec;
import io.quantunet.proto.RolloutCommand;
import io.quantunet.proto.RolloutReport;
import io.quantunet.proto.RolloutReport.State;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Answers a rollout with a report, whatever it holds. A model that serves already is not loaded
 * again: the retained rollout comes again with every new session at the broker.
 */
final class RolloutHandler {

  private static final Logger log = LoggerFactory.getLogger(RolloutHandler.class);
  private static final Duration HEALTH_PATIENCE = Duration.ofSeconds(10);

  /** The driver's own answer about a model that came to be at the last moment is waited for. */
  private static final Duration GRACE = Duration.ofSeconds(2);

  private final ActorSystem<?> system;
  private final String edge;
  private final ActorRef<FpgaDriver.Command> driver;
  private final Duration installTimeout;
  private final EdgeMetrics metrics;
  private final InstantSource clock;
  private final Executor work;

  /**
   * @param work where bundles are decoded
   */
  RolloutHandler(
      ActorSystem<?> system,
      String edge,
      ActorRef<FpgaDriver.Command> driver,
      Duration installTimeout,
      EdgeMetrics metrics,
      InstantSource clock,
      Executor work) {
    this.system = system;
    this.edge = edge;
    this.driver = driver;
    this.installTimeout = installTimeout;
    this.metrics = metrics;
    this.clock = clock;
    this.work = work;
  }

  /**
   * Never fails.
   *
   * @param payload of a message on the rollout topic
   */
  CompletionStage<RolloutReport> answer(byte[] payload) {
    return CompletableFuture.supplyAsync(() -> read(payload), work)
        .thenCompose(reading -> reading)
        .exceptionally(failure -> refused(RolloutReport.newBuilder(), failure.toString()))
        .thenApply(this::counted);
  }

  private CompletionStage<RolloutReport> read(byte[] payload) {
    RolloutReport.Builder report = RolloutReport.newBuilder();
    try {
      RolloutCommand command = MessageCodec.ROLLOUT_COMMAND.decode(payload);
      report.setRolloutId(command.getRolloutId());
      BundleFile bundle =
          BundleFile.decode(command.getBundle().toByteArray(), "rollout " + command.getRolloutId());
      report
          .setModelId(bundle.manifest().getModelId())
          .setModelSha256(ByteString.copyFrom(bundle.sha256()));
      return judge(bundle, report);
    } catch (DecodeException e) {
      metrics.rolloutMalformed();
      return CompletableFuture.completedFuture(refused(report, e.getMessage()));
    }
  }

  private CompletionStage<RolloutReport> judge(BundleFile bundle, RolloutReport.Builder report) {
    return AskPattern.ask(driver, FpgaDriver.GetHealth::new, HEALTH_PATIENCE, system.scheduler())
        .thenCompose(
            health -> {
              boolean serves =
                  health.state() != FpgaDriver.State.FAILED
                      && health.model().sha256Hex().equals(bundle.sha256Hex());
              return serves
                  ? CompletableFuture.completedFuture(
                      switched(report, health.model().id(), "it serves already"))
                  : install(bundle, report);
            })
        .exceptionally(failure -> refused(report, "the driver does not answer: " + failure));
  }

  private CompletionStage<RolloutReport> install(BundleFile bundle, RolloutReport.Builder report) {
    Instant deadline = clock.instant().plus(installTimeout);
    return AskPattern.<FpgaDriver.Command, Installation>ask(
            driver,
            replyTo -> new FpgaDriver.InstallModel(bundle, Optional.of(deadline), replyTo),
            installTimeout.plus(GRACE),
            system.scheduler())
        .thenApply(installation -> outcome(installation, report));
  }

  private RolloutReport outcome(Installation installation, RolloutReport.Builder report) {
    if (installation instanceof Installation.Installed installed) {
      return switched(
          report, installed.previous().map(FpgaDriver.ModelIdentity::id).orElse(""), "");
    }
    return refused(report, ((Installation.Refused) installation).reason());
  }

  private RolloutReport switched(RolloutReport.Builder report, String previous, String detail) {
    log.info(
        "rollout {}: model {} serves{}",
        report.getRolloutId(),
        report.getModelId(),
        previous.isEmpty() ? "" : "; before: " + previous);
    return finished(
        report.setState(State.STATE_SWITCHED).setPreviousModelId(previous).setDetail(detail));
  }

  private RolloutReport refused(RolloutReport.Builder report, String reason) {
    log.error(
        "rollout '{}' is refused, the model before serves on: {}", report.getRolloutId(), reason);
    return finished(report.setState(State.STATE_REFUSED).setDetail(reason));
  }

  private RolloutReport finished(RolloutReport.Builder report) {
    return report
        .setFormatVersion(MessageCodec.FORMAT_VERSION)
        .setEdge(edge)
        .setTimeUs(ChronoUnit.MICROS.between(Instant.EPOCH, clock.instant()))
        .build();
  }

  private RolloutReport counted(RolloutReport report) {
    metrics.rolloutAnswered(report.getState());
    return report;
  }
}
