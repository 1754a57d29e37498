package io.quantunet.trainer.service;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import akka.Done;
import akka.actor.testkit.typed.javadsl.TestProbe;
import akka.japi.Pair;
import akka.stream.KillSwitches;
import akka.stream.UniqueKillSwitch;
import akka.stream.javadsl.Keep;
import akka.stream.javadsl.Sink;
import akka.stream.javadsl.Source;
import akka.util.ByteString;
import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.quantunet.broker.EmbeddedBroker;
import io.quantunet.driver.engine.EngineKind;
import io.quantunet.driver.engine.Engines;
import io.quantunet.driver.engine.GoldenVectors;
import io.quantunet.driver.engine.InferenceEngine;
import io.quantunet.driver.model.LoadedModel;
import io.quantunet.driver.model.ModelBundles;
import io.quantunet.mqtt.MqttSink;
import io.quantunet.mqtt.MqttSource;
import io.quantunet.mqtt.model.MqttMessage;
import io.quantunet.mqtt.model.MqttQos;
import io.quantunet.mqtt.settings.MqttConnectionSettings;
import io.quantunet.mqtt.settings.MqttSubscriptions;
import io.quantunet.proto.BundleFile;
import io.quantunet.proto.MessageCodec;
import io.quantunet.proto.RetrainCommand;
import io.quantunet.proto.RolloutCommand;
import io.quantunet.proto.Topics;
import io.quantunet.proto.TrainerStatus;
import io.quantunet.proto.TrainerStatus.State;
import io.quantunet.testsupport.ActorKit;
import io.quantunet.testsupport.CuttableNetwork;
import io.quantunet.trainer.run.TrainingException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.stream.LongStream;
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

  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final int FRAMES = 24;
  private static EmbeddedBroker broker;

  @TempDir private Path folder;
  private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
  private final TestProbe<TrainerStatus> statuses = KIT.testKit().createTestProbe();
  private Topics topics;
  private Path shipped;
  private TrainerService service;
  private UniqueKillSwitch watch;

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
    topics = new Topics(test.getTestMethod().orElseThrow().getName());
    shipped = folder.resolve("shipped.qun");
    BundleFile.write(shipped, TinyModels.bundle(2, 4, "shipped"));
    Pair<CompletionStage<Done>, UniqueKillSwitch> watching =
        MqttSource.atMostOnce(
                client("watch"),
                MqttSubscriptions.create(topics.trainerStatus(), MqttQos.AT_LEAST_ONCE),
                16)
            .viaMat(KillSwitches.single(), Keep.both())
            .map(message -> MessageCodec.TRAINER_STATUS.decode(message.payload().toArray()))
            .to(Sink.foreach(status -> statuses.ref().tell(status)))
            .run(KIT.system());
    watch = watching.second();
    get(watching.first());
    service = TrainerService.start(KIT.system(), settings(), registry);
    get(service.ready());
    assertThat(statuses.receiveMessage(PATIENCE).getState()).isEqualTo(State.STATE_IDLE);
  }

  @AfterEach
  void stopService() throws Exception {
    get(service.stop());
    watch.shutdown();
  }

  @Test
  @DisplayName("retrains on feedback and rolls out a model that proves itself")
  void retrains() throws Exception {
    byte[] before = Files.readAllBytes(shipped);
    publishFeedback();

    publish(topics.trainerCommands(), command("r1", 3));

    assertThat(statesUntilTheEndOf("r1"))
        .endsWith(State.STATE_TRAINING, State.STATE_PUBLISHED)
        .doesNotContain(State.STATE_FAILED);
    LoadedModel model = rolledOut();
    assertThat(model.manifest().modelId()).startsWith("quantunet-w2-").endsWith("-1");
    assertThat(model.manifest().provenance()).contains("shipped").contains("r1");
    assertThat(model.manifest().metrics())
        .containsKeys("val_dice_lesion_mean", "parent_val_dice_lesion_mean")
        .containsEntry("feedback_frames", (double) FRAMES);
    assertThat(verify(model)).isInstanceOf(GoldenVectors.Verdict.Reproduced.class);
    assertThat(Files.readAllBytes(shipped)).isEqualTo(before);
    assertThat(folder.resolve("work/models/" + model.manifest().modelId() + ".qun")).exists();
  }

  @Test
  @DisplayName("counts garbage on every topic and works on")
  void survivesGarbage() throws Exception {
    byte[] garbage = {(byte) 0xFF, 1, 2, 3, (byte) 0xFF};

    publish(topics.feedback("sensor-01"), garbage);
    publish(topics.trainerCommands(), garbage);
    publish(topics.rollout(), garbage);

    await()
        .atMost(PATIENCE)
        .untilAsserted(
            () ->
                assertThat(List.of(garbage("feedback"), garbage("commands"), garbage("rollouts")))
                    .containsOnly(1.0));
    publish(topics.trainerCommands(), command("r1", 1));
    TrainerStatus status = statuses.receiveMessage(PATIENCE);
    assertThat(status.getState()).isEqualTo(State.STATE_FAILED);
    assertThat(status.getDetail()).startsWith("too little feedback: 0 frames");
  }

  @Test
  @DisplayName("abandons a training when it is stopped")
  void stopsWhileTraining() throws Exception {
    publishFeedback();
    publish(topics.trainerCommands(), command("r1", Trainer.MAX_EPOCHS));
    TrainerStatus epoch = statuses.receiveMessage(PATIENCE);
    while (!epoch.getDetail().startsWith("epoch ")) {
      epoch = statuses.receiveMessage(PATIENCE);
    }

    get(service.stop());

    assertThat(statesUntilTheEndOf("r1")).endsWith(State.STATE_FAILED);
    assertThat(folder.resolve("work/models")).isEmptyDirectory();
  }

  @Test
  @DisplayName("is said to be gone by the broker while it is cut off, and corrects that")
  void leavesALastWill() throws Exception {
    get(service.stop());
    try (CuttableNetwork network = new CuttableNetwork(broker.url())) {
      service =
          TrainerService.start(
              KIT.system(),
              settings().withMqtt(MqttConnectionSettings.create(network.url(), "cut-off")),
              registry);
      assertThat(statuses.receiveMessage(PATIENCE).getState()).isEqualTo(State.STATE_IDLE);

      network.cutForGood();

      TrainerStatus gone = statuses.receiveMessage(PATIENCE);
      assertThat(gone.getState()).isEqualTo(State.STATE_FAILED);
      assertThat(gone.getDetail()).startsWith("the trainer is gone");
      network.restore();
      assertThat(statuses.receiveMessage(PATIENCE).getState()).isEqualTo(State.STATE_IDLE);
      get(service.stop());
    }
  }

  @Test
  @DisplayName("ends when it is stopped")
  void ends() throws Exception {
    assertThat(service.ended().toCompletableFuture()).isNotDone();

    get(service.stop());

    assertThat(get(service.ended())).isEqualTo(Done.getInstance());
  }

  @Test
  @DisplayName("fails by itself when nothing can arrive any more")
  void failsByItself() throws Exception {
    TrainerService deaf =
        TrainerService.start(
            KIT.system(),
            settings()
                .withMqtt(
                    MqttConnectionSettings.create("tcp://127.0.0.1:1", "deaf")
                        .withFirstConnectTimeout(Duration.ofMillis(200))),
            new SimpleMeterRegistry());

    assertThatThrownBy(() -> get(deaf.ended()))
        .hasCauseInstanceOf(TrainingException.class)
        .hasMessageContaining("nothing arrives any more");
    get(deaf.stop());
  }

  @Test
  @DisplayName("remembers feedback over a restart if it has a folder for it")
  void remembersFeedback() throws Exception {
    get(service.stop());
    registry.clear();
    service = TrainerService.start(KIT.system(), remembering(), registry);
    get(service.ready());
    publishFeedback();
    get(service.stop());

    SimpleMeterRegistry fresh = new SimpleMeterRegistry();
    service = TrainerService.start(KIT.system(), remembering(), fresh);

    assertThat(fresh.get("quantunet.trainer.feedback.frames").gauge().value()).isEqualTo(FRAMES);
  }

  @Test
  @DisplayName("says which model it cannot read")
  void namesAMissingModel() {
    TrainerSettings settings = settings().withModel(folder.resolve("none.qun"));

    assertThatThrownBy(() -> TrainerService.start(KIT.system(), settings, registry))
        .isInstanceOf(TrainingException.class)
        .hasMessageContaining("none.qun");
  }

  private TrainerSettings remembering() {
    Config folders =
        ConfigFactory.parseMap(
            Map.of("quantunet.trainer.feedback.folder", folder.resolve("feedback").toString()));
    return settings(folders.withFallback(ConfigFactory.load()));
  }

  private TrainerSettings settings() {
    return settings(ConfigFactory.load());
  }

  private TrainerSettings settings(Config config) {
    return TrainerSettings.fromConfig(config)
        .withSite(topics.site())
        .withMqtt(client("trainer"))
        .withModel(shipped)
        .withWorkFolder(folder.resolve("work"));
  }

  private MqttConnectionSettings client(String name) {
    return MqttConnectionSettings.create(broker.url(), name + "-" + topics.site());
  }

  private void publishFeedback() throws Exception {
    publish(
        LongStream.rangeClosed(1, FRAMES)
            .mapToObj(
                i ->
                    MqttMessage.create(
                        topics.feedback(Reviews.DEVICE),
                        ByteString.fromArray(Reviews.of(i).toByteArray())))
            .toList());
    await()
        .atMost(PATIENCE)
        .until(() -> registry.get("quantunet.trainer.feedback.frames").gauge().value() == FRAMES);
  }

  private void publish(String topic, byte[] payload) throws Exception {
    publish(List.of(MqttMessage.create(topic, ByteString.fromArray(payload))));
  }

  private void publish(List<MqttMessage> messages) throws Exception {
    MqttConnectionSettings publisher = client("publisher-" + UUID.randomUUID());
    get(
        Source.from(messages)
            .runWith(MqttSink.create(publisher, MqttQos.AT_LEAST_ONCE), KIT.system()));
  }

  /** The states that follow, each once in a row, up to the one in which this request ended. */
  private List<State> statesUntilTheEndOf(String request) {
    List<State> seen = new ArrayList<>();
    TrainerStatus status;
    do {
      status = statuses.receiveMessage(PATIENCE);
      if (seen.isEmpty() || seen.get(seen.size() - 1) != status.getState()) {
        seen.add(status.getState());
      }
    } while (!status.getRequestId().equals(request)
        || status.getState().equals(State.STATE_TRAINING));
    return seen;
  }

  /** The model that an edge gets which subscribes only now. */
  private LoadedModel rolledOut() throws Exception {
    MqttMessage message =
        get(
            MqttSource.atMostOnce(
                    client("edge"),
                    MqttSubscriptions.create(topics.rollout(), MqttQos.AT_LEAST_ONCE),
                    1)
                .runWith(Sink.head(), KIT.system()));
    assertThat(message.retained()).isTrue();
    RolloutCommand command = MessageCodec.ROLLOUT_COMMAND.decode(message.payload().toArray());
    return ModelBundles.read(
        BundleFile.decode(command.getBundle().toByteArray(), command.getRolloutId()));
  }

  private static GoldenVectors.Verdict verify(LoadedModel model) {
    try (InferenceEngine engine = Engines.create(EngineKind.REFERENCE, model.model())) {
      return GoldenVectors.verify(engine, model.goldenVectors());
    }
  }

  private double garbage(String topic) {
    return registry.get("quantunet.trainer.garbage").tag("topic", topic).counters().stream()
        .mapToDouble(counter -> counter.count())
        .sum();
  }

  private static byte[] command(String request, int epochs) {
    return RetrainCommand.newBuilder()
        .setFormatVersion(MessageCodec.FORMAT_VERSION)
        .setRequestId(request)
        .setEpochs(epochs)
        .build()
        .toByteArray();
  }

  private static <T> T get(CompletionStage<T> stage) throws Exception {
    return stage.toCompletableFuture().get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
  }
}
