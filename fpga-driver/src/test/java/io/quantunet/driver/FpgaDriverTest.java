package io.quantunet.driver;

import static org.assertj.core.api.Assertions.assertThat;

import akka.Done;
import akka.actor.testkit.typed.javadsl.ManualTime;
import akka.actor.testkit.typed.javadsl.TestProbe;
import akka.actor.typed.ActorRef;
import akka.actor.typed.Behavior;
import akka.actor.typed.javadsl.Behaviors;
import io.quantunet.driver.FpgaDriver.Answer;
import io.quantunet.driver.FpgaDriver.Command;
import io.quantunet.driver.FpgaDriver.InstallModel;
import io.quantunet.driver.FpgaDriver.ModelIdentity;
import io.quantunet.driver.engine.EngineKind;
import io.quantunet.driver.engine.Engines;
import io.quantunet.driver.engine.InferenceEngine;
import io.quantunet.driver.model.ModelBundles;
import io.quantunet.proto.FrameKey;
import io.quantunet.proto.GreyImage;
import io.quantunet.testsupport.ActorKit;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

@DisplayName("The FPGA driver")
class FpgaDriverTest extends DriverScenario {

  @RegisterExtension static final ActorKit KIT = ActorKit.create(ManualTime.config());

  private static final ManualTime TIME = ManualTime.get(KIT.system());

  FpgaDriverTest() {
    super(KIT);
  }

  @Test
  void segmentsAFrameAsTheReferenceDoes() throws Exception {
    ActorRef<Command> driver = start(2, 4);
    GreyImage frame = TestBundles.frame(9);

    FrameKey key = ask(driver, frame);

    Answer.Segmented answer = edge.expectMessageClass(Answer.Segmented.class);
    assertThat(answer.key()).isEqualTo(key);
    assertThat(answer.model()).isEqualTo(new ModelIdentity("first", FIRST.sha256Hex()));
    assertThat(answer.engine()).isEqualTo(EngineKind.REFERENCE);
    try (InferenceEngine reference =
        Engines.create(EngineKind.REFERENCE, ModelBundles.read(FIRST).model())) {
      assertThat(answer.logits())
          .isEqualTo(reference.infer(frame.pixels(), frame.width(), frame.height()));
    }
    assertThat(frames("segmented")).isEqualTo(1);
    assertThat(metrics.get("quantunet.driver.inference").timer().count()).isEqualTo(1);
  }

  @Test
  void stretchesAFrameOfAnotherSizeToTheModelsGrid() {
    ActorRef<Command> driver = start(1, 4);

    ask(driver, new GreyImage(100, 57, new byte[5700]));

    Answer.Segmented answer = edge.expectMessageClass(Answer.Segmented.class);
    assertThat(answer.logits().width()).isEqualTo(TestBundles.GRID);
  }

  @Test
  void saysSoWhenTheQueueIsFull() throws Exception {
    ActorRef<Command> driver = start(1, 1);
    FrameKey computing = ask(driver, ScriptedEngines.WAITING);
    engines.awaitWaiting();
    FrameKey waiting = ask(driver, ScriptedEngines.PLAIN);

    FrameKey tooMuch = ask(driver, ScriptedEngines.PLAIN);

    edge.expectMessage(new Answer.QueueFull(tooMuch, 1));
    assertThat(health(driver).queued()).isEqualTo(1);
    assertThat(health(driver).busyWorkers()).isEqualTo(1);
    engines.release();
    assertThat(edge.receiveMessage().key()).isEqualTo(computing);
    assertThat(edge.receiveMessage().key()).isEqualTo(waiting);
  }

  @Test
  void answersAFrameWhoseDeadlineHasPassedAtOnce() {
    ActorRef<Command> driver = start(1, 4);

    FrameKey late = ask(driver, ScriptedEngines.PLAIN, Optional.of(NOW));

    edge.expectMessage(new Answer.Late(late));
    assertThat(frames("late")).isEqualTo(1);
  }

  @Test
  void takesADeadlineThatNoTimerCanHold() {
    ActorRef<Command> driver = start(1, 4);

    ask(driver, ScriptedEngines.PLAIN, Optional.of(Instant.MAX));

    edge.expectMessageClass(Answer.Segmented.class);
  }

  @Test
  void doesNotLetAFrameWaitBeyondItsDeadline() throws Exception {
    ActorRef<Command> driver = start(1, 4);
    FrameKey computing = ask(driver, ScriptedEngines.WAITING);
    engines.awaitWaiting();
    FrameKey hurried = ask(driver, ScriptedEngines.PLAIN, Optional.of(NOW.plusSeconds(2)));
    FrameKey patient = ask(driver, ScriptedEngines.PLAIN, Optional.of(NOW.plusSeconds(3)));
    health(driver);

    TIME.timePasses(Duration.ofSeconds(2));

    edge.expectMessage(new Answer.Late(hurried));
    engines.release();
    assertThat(edge.expectMessageClass(Answer.Segmented.class).key()).isEqualTo(computing);
    assertThat(edge.expectMessageClass(Answer.Segmented.class).key()).isEqualTo(patient);
  }

  @Test
  void losesNoFrameOverManySwitches() {
    ActorRef<Command> driver = start(2, 1000);
    Set<FrameKey> asked = new HashSet<>();
    for (int i = 0; i < 300; i++) {
      asked.add(ask(driver, i % 50 == 7 ? ScriptedEngines.POISON : TestBundles.frame(i)));
      if (i % 60 == 30) {
        driver.tell(
            new InstallModel(i % 120 == 30 ? SECOND : FIRST, Optional.empty(), operator.ref()));
      }
    }

    List<Answer> answers = edge.receiveSeveralMessages(300, Duration.ofSeconds(20));

    assertThat(answers).extracting(Answer::key).containsExactlyInAnyOrderElementsOf(asked);
    assertThat(answers).filteredOn(Answer.Failed.class::isInstance).hasSize(6);
    edge.expectNoMessage(Duration.ofMillis(50));
    operator.receiveSeveralMessages(5, Duration.ofSeconds(20));
  }

  @Test
  void runsOneDnnEnginesSideBySideWithoutChangingACode() throws Exception {
    ActorRef<Command> driver = startUnscripted(settings(4, 100, 1).withEngine(EngineKind.ONEDNN));
    for (int i = 1; i <= 60; i++) {
      ask(driver, TestBundles.frame(i));
    }

    List<Answer> answers = edge.receiveSeveralMessages(60, Duration.ofSeconds(20));

    try (InferenceEngine reference =
        Engines.create(EngineKind.REFERENCE, ModelBundles.read(FIRST).model())) {
      for (Answer answer : answers) {
        GreyImage frame = TestBundles.frame(answer.key().sequence());
        assertThat(((Answer.Segmented) answer).logits())
            .isEqualTo(reference.infer(frame.pixels(), frame.width(), frame.height()));
      }
    }
  }

  @Test
  void answersWhatIsLeftWhenItIsStopped() throws Exception {
    CompletableFuture<ActorRef<Command>> started = new CompletableFuture<>();
    ActorRef<ActorRef<Done>> owner =
        KIT.testKit().spawn(owner(behavior(settings(1, 4, 1)), started));
    ActorRef<Command> driver = started.get();
    FrameKey computing = ask(driver, ScriptedEngines.WAITING);
    engines.awaitWaiting();
    FrameKey waiting = ask(driver, ScriptedEngines.PLAIN);
    health(driver);

    TestProbe<Done> stopping = KIT.testKit().createTestProbe();
    owner.tell(stopping.ref());
    stopping.receiveMessage();
    engines.release(); // too late: what the engine computes now finds nobody

    assertThat(edge.receiveSeveralMessages(2))
        .containsExactlyInAnyOrder(new Answer.Stopped(computing), new Answer.Stopped(waiting));
    assertThat(frames("stopped")).isEqualTo(2);
  }

  /** Stops its driver when asked, and says so without waiting for the driver's workers. */
  private static Behavior<ActorRef<Done>> owner(
      Behavior<Command> driver, CompletableFuture<ActorRef<Command>> started) {
    return Behaviors.setup(
        context -> {
          ActorRef<Command> child = context.spawn(driver, "driver");
          started.complete(child);
          return Behaviors.receiveMessage(
              replyTo -> {
                context.stop(child);
                replyTo.tell(Done.done());
                return Behaviors.same();
              });
        });
  }
}
