package io.quantunet.driver;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import akka.actor.typed.ActorRef;
import io.quantunet.driver.FpgaDriver.Answer;
import io.quantunet.driver.FpgaDriver.Command;
import io.quantunet.driver.FpgaDriver.InstallModel;
import io.quantunet.driver.FpgaDriver.Installation;
import io.quantunet.driver.FpgaDriver.ModelIdentity;
import io.quantunet.driver.FpgaDriver.State;
import io.quantunet.driver.model.ModelBundles;
import io.quantunet.proto.BundleFile;
import io.quantunet.proto.DecodeException;
import io.quantunet.proto.FrameKey;
import io.quantunet.testsupport.ActorKit;
import java.util.Optional;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

@DisplayName("The driver's models")
class ModelSwitchTest extends DriverScenario {

  @RegisterExtension static final ActorKit KIT = ActorKit.create();

  ModelSwitchTest() {
    super(KIT);
  }

  @Test
  void letFramesWaitForTheFirst() {
    engines.holdCreation();
    ActorRef<Command> driver = start(1, 4);

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
    ActorRef<Command> driver = start(1, 4);
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
    ActorRef<Command> driver = start(1, 4);
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
    ActorRef<Command> driver = start(1, 4);

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
    ActorRef<Command> driver = start(1, 4);

    driver.tell(new InstallModel(SECOND, Optional.of(NOW.plusMillis(1)), operator.ref()));

    operator.expectMessageClass(Installation.Installed.class);
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
