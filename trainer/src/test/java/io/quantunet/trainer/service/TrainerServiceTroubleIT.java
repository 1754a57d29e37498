package io.quantunet.trainer.service;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.quantunet.broker.EmbeddedBroker;
import io.quantunet.mqtt.settings.MqttConnectionSettings;
import io.quantunet.proto.TrainerStatus;
import io.quantunet.proto.TrainerStatus.State;
import io.quantunet.testsupport.ActorKit;
import io.quantunet.testsupport.CuttableNetwork;
import io.quantunet.trainer.run.TrainingException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

@DisplayName("The trainer service in trouble")
class TrainerServiceTroubleIT {

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
  @DisplayName("counts garbage on every topic and works on")
  void survivesGarbage() throws Exception {
    byte[] garbage = {(byte) 0xFF, 1, 2, 3, (byte) 0xFF};

    trainer.publish(trainer.topics().feedback("sensor-01"), garbage);
    trainer.publish(trainer.topics().trainerCommands(), garbage);
    trainer.publish(trainer.topics().rollout(), garbage);

    await()
        .atMost(TrainerAtBroker.PATIENCE)
        .untilAsserted(
            () ->
                assertThat(List.of(garbage("feedback"), garbage("commands"), garbage("rollouts")))
                    .containsOnly(1.0));
    trainer.askForTraining("r1", 1);
    TrainerStatus status = trainer.nextStatus();
    assertThat(status.getState()).isEqualTo(State.STATE_FAILED);
    assertThat(status.getDetail()).startsWith("too little feedback: 0 frames");
  }

  @Test
  @DisplayName("is said to be gone by the broker while it is cut off, and corrects that")
  void leavesALastWill() throws Exception {
    trainer.stop();
    try (CuttableNetwork network = new CuttableNetwork(broker.url())) {
      trainer.start(
          trainer.settings().withMqtt(MqttConnectionSettings.create(network.url(), "cut-off")));
      assertThat(trainer.nextStatus().getState()).isEqualTo(State.STATE_IDLE);

      network.cutForGood();

      TrainerStatus gone = trainer.nextStatus();
      assertThat(gone.getState()).isEqualTo(State.STATE_FAILED);
      assertThat(gone.getDetail()).startsWith("the trainer is gone");
      network.restore();
      assertThat(trainer.nextStatus().getState()).isEqualTo(State.STATE_IDLE);
      trainer.stop();
    }
  }

  @Test
  @DisplayName("fails by itself when nothing can arrive any more")
  void failsByItself() throws Exception {
    TrainerService deaf =
        TrainerService.start(
            KIT.system(),
            trainer
                .settings()
                .withMqtt(
                    MqttConnectionSettings.create("tcp://127.0.0.1:1", "deaf")
                        .withFirstConnectTimeout(Duration.ofMillis(200))),
            new SimpleMeterRegistry());

    assertThatThrownBy(() -> TrainerAtBroker.get(deaf.ended()))
        .hasCauseInstanceOf(TrainingException.class)
        .hasMessageContaining("nothing arrives any more");
    TrainerAtBroker.get(deaf.stop());
  }

  @Test
  @DisplayName("says which model it cannot read")
  void namesAMissingModel() {
    TrainerSettings settings = trainer.settings().withModel(folder.resolve("none.qun"));

    assertThatThrownBy(() -> TrainerService.start(KIT.system(), settings, trainer.registry()))
        .isInstanceOf(TrainingException.class)
        .hasMessageContaining("none.qun");
  }

  private double garbage(String topic) {
    return trainer
        .registry()
        .get("quantunet.trainer.garbage")
        .tag("topic", topic)
        .counters()
        .stream()
        .mapToDouble(counter -> counter.count())
        .sum();
  }
}
