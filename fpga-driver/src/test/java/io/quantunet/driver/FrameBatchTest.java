package io.quantunet.driver;

import static org.assertj.core.api.Assertions.assertThat;

import akka.actor.typed.ActorRef;
import io.quantunet.driver.FpgaDriver.Answer;
import io.quantunet.driver.FpgaDriver.Command;
import io.quantunet.driver.engine.EngineKind;
import io.quantunet.driver.engine.Engines;
import io.quantunet.driver.engine.InferenceEngine;
import io.quantunet.driver.model.ModelBundles;
import io.quantunet.proto.FrameKey;
import io.quantunet.proto.GreyImage;
import io.quantunet.testsupport.ActorKit;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

@DisplayName("A driver whose queue is deep")
class FrameBatchTest extends DriverScenario {

  @RegisterExtension static final ActorKit KIT = ActorKit.create();

  FrameBatchTest() {
    super(KIT);
  }

  @Test
  void computesFramesTogetherOnlyWhileABatchIsFull() throws Exception {
    ActorRef<Command> driver = start(settings(1, 16, 3));
    ask(driver, ScriptedEngines.WAITING);
    engines.awaitWaiting();
    for (int i = 0; i < 7; i++) {
      ask(driver, ScriptedEngines.PLAIN);
    }
    engines.release();

    edge.receiveSeveralMessages(8).forEach(this::assertSegmented);

    assertThat(engines.batches).containsExactly(1, 3, 3, 1);
  }

  @Test
  void givesEachFrameItsOwnLogits() throws Exception {
    ActorRef<Command> driver = start(settings(1, 16, 3));
    ask(driver, ScriptedEngines.WAITING);
    engines.awaitWaiting();
    Map<FrameKey, GreyImage> asked = new HashMap<>();
    for (int i = 0; i < 3; i++) {
      GreyImage frame = TestBundles.frame(i);
      asked.put(ask(driver, frame), frame);
    }
    engines.release();
    edge.expectMessageClass(Answer.Segmented.class);

    try (InferenceEngine reference =
        Engines.create(EngineKind.REFERENCE, ModelBundles.read(FIRST).model())) {
      for (int i = 0; i < 3; i++) {
        Answer.Segmented answer = edge.expectMessageClass(Answer.Segmented.class);
        GreyImage frame = asked.remove(answer.key());
        assertThat(answer.logits())
            .isEqualTo(reference.infer(frame.pixels(), frame.width(), frame.height()));
      }
    }
    assertThat(asked).isEmpty();
    assertThat(engines.batches).containsExactly(1, 3);
  }

  @Test
  void doesNotLetAFrameThatFailsTakeOthersDown() throws Exception {
    ActorRef<Command> driver = start(settings(1, 16, 3));
    ask(driver, ScriptedEngines.WAITING);
    engines.awaitWaiting();
    ask(driver, ScriptedEngines.PLAIN);
    FrameKey poison = ask(driver, ScriptedEngines.POISON);
    ask(driver, ScriptedEngines.PLAIN);
    engines.release();

    var answers = edge.receiveSeveralMessages(4);

    assertThat(answers).contains(new Answer.Failed(poison, "poisoned"));
    assertThat(answers).filteredOn(Answer.Segmented.class::isInstance).hasSize(3);
    assertThat(engines.batches).containsExactly(1, 3, 1, 1, 1, 1); // the poison is tried twice
  }

  private void assertSegmented(Answer answer) {
    assertThat(answer).isInstanceOf(Answer.Segmented.class);
  }
}
