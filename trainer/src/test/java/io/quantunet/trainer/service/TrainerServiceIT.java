package io.quantunet.trainer.service;

import static org.assertj.core.api.Assertions.assertThat;

import akka.Done;
import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import io.quantunet.broker.EmbeddedBroker;
import io.quantunet.driver.engine.EngineKind;
import io.quantunet.driver.engine.Engines;
import io.quantunet.driver.engine.GoldenVectors;
import io.quantunet.driver.engine.InferenceEngine;
import io.quantunet.driver.model.LoadedModel;
import io.quantunet.proto.TrainerStatus;
import io.quantunet.proto.TrainerStatus.State;
import io.quantunet.testsupport.ActorKit;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

@DisplayName("The trainer service at a broker")
class TrainerServiceIT {

  @RegisterExtension static final ActorKit KIT = ActorKit.create();

  private static EmbeddedBroker broker;

  @TempDir private Path folder;
  private TrainerAtBroker trainer;

  @BeforeAll
  static void startBroker() {
    broker = EmbeddedBroker.onLoopback(0).start();
  }

  @AfterAll
  static void stopBroker() {
    broker.close();
  }

  @BeforeEach
  void startService(TestInfo test) throws Exception {
    trainer =
        new TrainerAtBroker(KIT, broker, folder, test.getTestMethod().orElseThrow().getName());
  }

  @AfterEach
  void stopService() throws Exception {
    trainer.close();
  }

  @Test
  @DisplayName("retrains on feedback and rolls out a model that proves itself")
  void retrains() throws Exception {
    byte[] before = Files.readAllBytes(trainer.shipped());
    trainer.publishFeedback();

    trainer.askForTraining("r1", 3);

    assertThat(trainer.statesUntilTheEndOf("r1"))
        .endsWith(State.STATE_TRAINING, State.STATE_PUBLISHED)
        .doesNotContain(State.STATE_FAILED);
    LoadedModel model = trainer.rolledOut();
    assertThat(model.manifest().modelId()).startsWith("quantunet-w2-").endsWith("-1");
    assertThat(model.manifest().provenance()).contains("shipped").contains("r1");
    assertThat(model.manifest().metrics())
        .containsKeys("val_dice_lesion_mean", "parent_val_dice_lesion_mean")
        .containsEntry("feedback_frames", (double) TrainerAtBroker.FRAMES);
    assertThat(verify(model)).isInstanceOf(GoldenVectors.Verdict.Reproduced.class);
    assertThat(Files.readAllBytes(trainer.shipped())).isEqualTo(before);
    assertThat(folder.resolve("work/models/" + model.manifest().modelId() + ".qun")).exists();
  }

  @Test
  @DisplayName("abandons a training when it is stopped")
  void stopsWhileTraining() throws Exception {
    trainer.publishFeedback();
    trainer.askForTraining("r1", Trainer.MAX_EPOCHS);
    TrainerStatus epoch = trainer.nextStatus();
    while (!epoch.getDetail().startsWith("epoch ")) {
      epoch = trainer.nextStatus();
    }

    trainer.stop();

    assertThat(trainer.statesUntilTheEndOf("r1")).endsWith(State.STATE_FAILED);
    assertThat(folder.resolve("work/models")).isEmptyDirectory();
  }

  @Test
  @DisplayName("ends when it is stopped")
  void ends() throws Exception {
    assertThat(trainer.service().ended().toCompletableFuture()).isNotDone();

    trainer.stop();

    assertThat(TrainerAtBroker.get(trainer.service().ended())).isEqualTo(Done.getInstance());
  }

  @Test
  @DisplayName("remembers feedback over a restart if it has a folder for it")
  void remembersFeedback() throws Exception {
    Config feedback =
        ConfigFactory.parseMap(
            Map.of("quantunet.trainer.feedback.folder", folder.resolve("feedback").toString()));
    trainer.stop();
    trainer.start(trainer.settings(feedback));
    TrainerAtBroker.get(trainer.service().ready());
    trainer.publishFeedback();
    trainer.stop();

    trainer.start(trainer.settings(feedback));

    assertThat(trainer.feedbackFrames()).isEqualTo(TrainerAtBroker.FRAMES);
  }

  private static GoldenVectors.Verdict verify(LoadedModel model) {
    try (InferenceEngine engine = Engines.create(EngineKind.REFERENCE, model.model())) {
      return GoldenVectors.verify(engine, model.goldenVectors());
    }
  }
}
