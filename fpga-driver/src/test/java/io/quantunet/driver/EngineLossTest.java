package io.quantunet.driver;

import static org.assertj.core.api.Assertions.assertThat;

import akka.actor.testkit.typed.javadsl.ManualTime;
import akka.actor.typed.ActorRef;
import io.quantunet.driver.FpgaDriver.Answer;
import io.quantunet.driver.FpgaDriver.Command;
import io.quantunet.driver.FpgaDriver.Health;
import io.quantunet.driver.FpgaDriver.State;
import io.quantunet.driver.engine.EngineKind;
import io.quantunet.proto.FrameKey;
import io.quantunet.testsupport.ActorKit;
import java.time.Duration;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

@DisplayName("A driver whose engines fail")
class EngineLossTest extends DriverScenario {

  @RegisterExtension static final ActorKit KIT = ActorKit.create(ManualTime.config());

  private static final ManualTime TIME = ManualTime.get(KIT.system());

  EngineLossTest() {
    super(KIT);
  }

  @Test
  void triesAFailedFrameOnceMoreOnAFreshEngine() {
    ActorRef<Command> driver = start(1, 4);

    ask(driver, ScriptedEngines.FLAKY);

    edge.expectMessageClass(Answer.Segmented.class);
    assertThat(metrics.counter("quantunet.driver.retries").count()).isEqualTo(1);
    assertThat(engines.created).hasValue(3); // verification, the one that failed, the fresh one
    assertThat(engines.closed).hasValue(2);
  }

  @Test
  void answersAFrameThatFailsTwiceAndGoesOn() {
    ActorRef<Command> driver = start(1, 4);

    FrameKey poison = ask(driver, ScriptedEngines.POISON);
    FrameKey next = ask(driver, ScriptedEngines.PLAIN);

    edge.expectMessage(new Answer.Failed(poison, "poisoned"));
    assertThat(edge.expectMessageClass(Answer.Segmented.class).key()).isEqualTo(next);
    assertThat(health(driver).failures()).isEqualTo(1);
    assertThat(health(driver).state()).isEqualTo(State.READY);
    assertThat(frames("failed")).isEqualTo(1);
  }

  @Test
  void replacesAnEngineThatHangs() throws Exception {
    ActorRef<Command> driver = start(1, 4);
    FrameKey hanging = ask(driver, ScriptedEngines.WAITING);
    FrameKey next = ask(driver, ScriptedEngines.PLAIN);

    engines.awaitWaiting();
    TIME.timePasses(PATIENCE);
    engines.awaitWaiting(); // the second attempt
    TIME.timePasses(PATIENCE);

    edge.expectMessage(new Answer.Failed(hanging, "an engine did not answer within PT30S"));
    assertThat(edge.expectMessageClass(Answer.Segmented.class).key()).isEqualTo(next);
    assertThat(metrics.counter("quantunet.driver.hung.engines").count()).isEqualTo(2);
    engines.release();
    edge.expectNoMessage(Duration.ofMillis(100)); // what comes too late is no second answer
  }

  @Test
  void comesBackOnceALostEngineDoes() {
    ActorRef<Command> driver = start(1, 4);
    ask(driver, ScriptedEngines.PLAIN);
    edge.expectMessageClass(Answer.Segmented.class);
    engines.broken.set(true);

    FrameKey lost = ask(driver, ScriptedEngines.FLAKY);

    Answer.Failed failed = edge.expectMessageClass(Answer.Failed.class);
    assertThat(failed.key()).isEqualTo(lost);
    assertThat(failed.reason()).contains("the board is gone");
    Health health = health(driver);
    assertThat(health.state()).isEqualTo(State.FAILED);
    assertThat(health.detail()).contains("the board is gone");

    engines.broken.set(false);
    TIME.timePasses(PAUSE);
    ask(driver, ScriptedEngines.PLAIN);
    edge.expectMessageClass(Answer.Segmented.class);
    assertThat(health(driver).state()).isEqualTo(State.READY);
  }

  @Test
  void saysWhatIsWrongWithoutTheEngineThatWasAskedFor() {
    ActorRef<Command> driver = startUnscripted(settings(1, 4, 1).withEngine(EngineKind.FPGA));

    FrameKey key = ask(driver, ScriptedEngines.PLAIN);

    Answer.Failed failed = edge.expectMessageClass(Answer.Failed.class);
    assertThat(failed.key()).isEqualTo(key);
    assertThat(failed.reason()).startsWith("engine fpga: /dev/xdma0_user is not there");
    assertThat(health(driver).state()).isEqualTo(State.FAILED);
    assertThat(health(driver).detail()).startsWith("engine fpga: /dev/xdma0_user is not there");
  }

  @Test
  void isDegradedWhileAnotherEngineStandsIn() {
    DriverSettings fpga =
        new DriverSettings(EngineKind.FPGA, true, 1, 4, 1, PATIENCE, PAUSE, DEVICES);
    ActorRef<Command> driver = startUnscripted(fpga);

    ask(driver, ScriptedEngines.PLAIN);

    assertThat(edge.expectMessageClass(Answer.Segmented.class).engine()).isEqualTo(EngineKind.JAVA);
    Health health = health(driver);
    assertThat(health.state()).isEqualTo(State.DEGRADED);
    assertThat(health.engine()).isEqualTo(EngineKind.JAVA);
    assertThat(health.detail()).isEqualTo("stands in for the engine fpga");
    assertThat(metrics.get("quantunet.driver.stand.in").gauge().value()).isEqualTo(1);
  }
}
