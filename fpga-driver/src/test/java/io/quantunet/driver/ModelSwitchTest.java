package io.quantunet.driver;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import akka.actor.testkit.typed.javadsl.TestProbe;
import akka.actor.typed.ActorRef;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.quantunet.driver.FpgaDriver.Answer;
import io.quantunet.driver.FpgaDriver.Command;
import io.quantunet.driver.FpgaDriver.Health;
import io.quantunet.driver.FpgaDriver.InstallModel;
import io.quantunet.driver.FpgaDriver.Installation;
import io.quantunet.driver.FpgaDriver.ModelIdentity;
import io.quantunet.driver.FpgaDriver.Segment;
import io.quantunet.driver.FpgaDriver.State;
import io.quantunet.driver.engine.EngineKind;
import io.quantunet.driver.model.ModelBundles;
import io.quantunet.proto.BundleFile;
import io.quantunet.proto.DecodeException;
import io.quantunet.proto.FrameKey;
import io.quantunet.proto.GreyImage;
import io.quantunet.testsupport.ActorKit;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

@DisplayName("The driver's models")
class ModelSwitchTest {

  @RegisterExtension static final ActorKit KIT = ActorKit.create();

  private static final Instant NOW = Instant.parse("2026-11-21T08:00:00Z");
  private static final BundleFile FIRST = TestBundles.bundle("first", 1);
  private static final BundleFile SECOND = TestBundles.bundle("second", 2);

  private final ScriptedEngines engines = new ScriptedEngines();
  private final SimpleMeterRegistry metrics = new SimpleMeterRegistry();
  private final TestProbe<Answer> edge = KIT.testKit().createTestProbe();
  private final TestProbe<Installation> operator = KIT.testKit().createTestProbe();
  private final TestProbe<Health> doctor = KIT.testKit().createTestProbe();
  private long sequence = 0;

  @AfterEach
  void letEnginesEnd() {
    engines.release();
  }

  @Test
  void letFramesWaitForTheFirst() {
    engines.holdCreation();
    ActorRef<Command> driver = start();

    FrameKey first = ask(driver, ScriptedEngines.PLAIN);
    FrameKey second = ask(driver, ScriptedEngines.PLAIN);

    assertThat(health(driver).queued()).isEqualTo(2);
    assertThat(health(driver).detail()).isEqualTo("a model is being loaded");
    engines.release();
    assertThat(edge.expectMessageClass(Answer.Segmented.class).key()).isEqualTo(first);
    assertThat(edge.expectMessageClass(Answer.Segmented.class).key()).isEqualTo(second);
  }

  @Test
  void switchBetweenTwoFrames() throws Exception {
    ActorRef<Command> driver = start();
    ask(driver, ScriptedEngines.WAITING);
    engines.awaitWaiting();

    driver.tell(new InstallModel(SECOND, Optional.empty(), operator.ref()));

    operator.expectMessage(
        new Installation.Installed(ModelIdentity.of(SECOND), Optional.of(ModelIdentity.of(FIRST))));
    ask(driver, ScriptedEngines.PLAIN);
    assertThat(edge.expectMessageClass(Answer.Segmented.class).model().id()).isEqualTo("second");
    engines.release();
    assertThat(edge.expectMessageClass(Answer.Segmented.class).model().id()).isEqualTo("first");
    assertThat(health(driver).model()).isEqualTo(ModelIdentity.of(SECOND));
    await().untilAsserted(() -> assertThat(engines.closed).hasValue(3)); // two verified, one old
  }

  @Test
  void stayIfTheNewOneIsNotReproduced() {
    ActorRef<Command> driver = start();
    BundleFile wrong = withGoldenVectorsOf(SECOND, FIRST);

    driver.tell(new InstallModel(wrong, Optional.empty(), operator.ref()));

    Installation.Refused refused = operator.expectMessageClass(Installation.Refused.class);
    assertThat(refused.modelId()).isEqualTo("wrong");
    assertThat(refused.reason())
        .isEqualTo(
            "bundle wrong: golden vector 0 is not reproduced by the engine reference:"
                + " encoder1.conv1 differs");
    ask(driver, ScriptedEngines.PLAIN);
    assertThat(edge.expectMessageClass(Answer.Segmented.class).model().id()).isEqualTo("first");
    assertThat(health(driver).state()).isEqualTo(State.READY);
  }

  @Test
  void stayIfTheNewOneIsVerifiedTooLate() {
    ActorRef<Command> driver = start();

    driver.tell(new InstallModel(SECOND, Optional.of(NOW), operator.ref()));

    operator.expectMessage(
        new Installation.Refused(
            "second", "it was verified only after its deadline; install it again"));
    assertThat(health(driver).model()).isEqualTo(ModelIdentity.of(FIRST));
    assertThat(metrics.counter("quantunet.driver.models", "outcome", "refused").count())
        .isEqualTo(1);
    ask(driver, ScriptedEngines.PLAIN);
    assertThat(edge.expectMessageClass(Answer.Segmented.class).model().id()).isEqualTo("first");
  }

  @Test
  void switchIfTheNewOneIsVerifiedInTime() {
    ActorRef<Command> driver = start();

    driver.tell(new InstallModel(SECOND, Optional.of(NOW.plusMillis(1)), operator.ref()));

    operator.expectMessageClass(Installation.Installed.class);
  }

  private ActorRef<Command> start() {
    DriverSettings settings =
        new DriverSettings(
            EngineKind.REFERENCE, false, 1, 4, 1, Duration.ofSeconds(30), Duration.ofSeconds(1));
    Clock clock = Clock.fixed(NOW, ZoneOffset.UTC);
    return KIT.testKit().spawn(FpgaDriver.create(settings, FIRST, metrics, clock, engines));
  }

  private FrameKey ask(ActorRef<Command> driver, GreyImage frame) {
    FrameKey key = new FrameKey("device", "session", ++sequence);
    driver.tell(new Segment(key, frame, Optional.empty(), edge.ref()));
    return key;
  }

  private Health health(ActorRef<Command> driver) {
    driver.tell(new FpgaDriver.GetHealth(doctor.ref()));
    return doctor.receiveMessage();
  }

  private static BundleFile withGoldenVectorsOf(BundleFile network, BundleFile golden) {
    try {
      return TestBundles.file(
          ModelBundles.write(
              ModelBundles.read(network).model(),
              TestBundles.info("wrong"),
              ModelBundles.read(golden).goldenVectors()));
    } catch (DecodeException e) {
      throw new AssertionError(e);
    }
  }
}
