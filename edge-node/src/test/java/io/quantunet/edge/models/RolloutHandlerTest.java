package io.quantunet.edge.models;

import static org.assertj.core.api.Assertions.assertThat;

import akka.actor.testkit.typed.javadsl.TestProbe;
import com.google.protobuf.ByteString;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.quantunet.driver.FpgaDriver;
import io.quantunet.driver.FpgaDriver.Installation;
import io.quantunet.driver.FpgaDriver.ModelIdentity;
import io.quantunet.driver.engine.EngineKind;
import io.quantunet.edge.TestModels;
import io.quantunet.edge.metrics.EdgeMetrics;
import io.quantunet.proto.BundleFile;
import io.quantunet.proto.RolloutCommand;
import io.quantunet.proto.RolloutReport;
import io.quantunet.testsupport.ActorKit;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

@DisplayName("A rollout")
class RolloutHandlerTest {

  @RegisterExtension static final ActorKit KIT = ActorKit.create();

  private static final BundleFile OLD = TestModels.bundle("old", 1);
  private static final BundleFile NEW = TestModels.bundle("new", 2);

  private final TestProbe<FpgaDriver.Command> driver = KIT.testKit().createTestProbe();
  private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
  private final RolloutHandler handler =
      new RolloutHandler(
          KIT.system(),
          "edge-1",
          driver.ref(),
          Duration.ofSeconds(10),
          new EdgeMetrics(meters),
          () -> Instant.ofEpochSecond(3),
          Runnable::run);

  @Test
  void ofAnotherModelIsInstalled() throws Exception {
    CompletionStage<RolloutReport> report = handler.answer(rollout(NEW));
    theDriverServes(OLD, FpgaDriver.State.READY);
    FpgaDriver.InstallModel install = driver.expectMessageClass(FpgaDriver.InstallModel.class);
    assertThat(install.deadline()).contains(Instant.ofEpochSecond(3).plusSeconds(10));
    install.replyTo().tell(new Installation.Installed(identity(NEW), Optional.of(identity(OLD))));

    assertThat(get(report))
        .isEqualTo(
            RolloutReport.newBuilder()
                .setFormatVersion(1)
                .setRolloutId("r1")
                .setEdge("edge-1")
                .setState(RolloutReport.State.STATE_SWITCHED)
                .setModelId("new")
                .setModelSha256(ByteString.copyFrom(NEW.sha256()))
                .setPreviousModelId("old")
                .setTimeUs(3_000_000)
                .build());
  }

  @Test
  void ofTheModelThatServesIsNotLoadedAgain() throws Exception {
    CompletionStage<RolloutReport> report = handler.answer(rollout(OLD));
    theDriverServes(OLD, FpgaDriver.State.READY);

    assertThat(get(report).getState()).isEqualTo(RolloutReport.State.STATE_SWITCHED);
    assertThat(get(report).getDetail()).isEqualTo("it serves already");
    driver.expectNoMessage(Duration.ofMillis(50));
  }

  @Test
  void ofTheSameModelIsLoadedAgainWhenTheDriverHasFailed() {
    handler.answer(rollout(OLD));
    theDriverServes(OLD, FpgaDriver.State.FAILED);

    driver.expectMessageClass(FpgaDriver.InstallModel.class);
  }

  @Test
  void thatTheDriverRefusesIsReportedWithItsReason() throws Exception {
    CompletionStage<RolloutReport> report = handler.answer(rollout(NEW));
    theDriverServes(OLD, FpgaDriver.State.READY);
    FpgaDriver.InstallModel install = driver.expectMessageClass(FpgaDriver.InstallModel.class);
    install.replyTo().tell(new Installation.Refused("new", "golden vector 0 differs"));

    assertThat(get(report).getState()).isEqualTo(RolloutReport.State.STATE_REFUSED);
    assertThat(get(report).getDetail()).isEqualTo("golden vector 0 differs");
  }

  @Test
  void thatIsGarbageIsRefusedAndCounted() throws Exception {
    RolloutReport report =
        get(handler.answer("no rollout at all".getBytes(StandardCharsets.UTF_8)));

    assertThat(report.getState()).isEqualTo(RolloutReport.State.STATE_REFUSED);
    assertThat(report.getDetail()).startsWith("rollout command: ");
    assertThat(meters.counter("quantunet.edge.rollouts.malformed").count()).isEqualTo(1);
    assertThat(meters.counter("quantunet.edge.rollouts", "state", "refused").count()).isEqualTo(1);
    driver.expectNoMessage(Duration.ofMillis(50));
  }

  @Test
  void withOneFlippedBitIsRefusedByItsDigest() throws Exception {
    byte[] damaged = BundleFile.encode(NEW.bundle());
    damaged[damaged.length / 2] ^= 1;

    RolloutReport report = get(handler.answer(rollout(damaged)));

    assertThat(report.getState()).isEqualTo(RolloutReport.State.STATE_REFUSED);
    assertThat(report.getRolloutId()).isEqualTo("r1");
    assertThat(report.getDetail()).contains("SHA-256");
    driver.expectNoMessage(Duration.ofMillis(50));
  }

  private void theDriverServes(BundleFile model, FpgaDriver.State state) {
    driver
        .expectMessageClass(FpgaDriver.GetHealth.class)
        .replyTo()
        .tell(new FpgaDriver.Health(state, EngineKind.REFERENCE, identity(model), 0, 0, 0, ""));
  }

  private static ModelIdentity identity(BundleFile model) {
    return new ModelIdentity(model.manifest().getModelId(), model.sha256Hex());
  }

  private static byte[] rollout(BundleFile model) {
    return rollout(BundleFile.encode(model.bundle()));
  }

  private static byte[] rollout(byte[] bundle) {
    return RolloutCommand.newBuilder()
        .setFormatVersion(1)
        .setRolloutId("r1")
        .setBundle(ByteString.copyFrom(bundle))
        .build()
        .toByteArray();
  }

  private static RolloutReport get(CompletionStage<RolloutReport> report) throws Exception {
    return report.toCompletableFuture().get(10, TimeUnit.SECONDS);
  }
}
