package io.quantunet.trainer.service;

import static org.assertj.core.api.Assertions.assertThat;
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
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.quantunet.broker.EmbeddedBroker;
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
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.stream.LongStream;

/**
 * A trainer service with a small shipped model at a broker, under a site of its own, and someone
 * who watches its statuses.
 */
final class TrainerAtBroker implements AutoCloseable {

  static final Duration PATIENCE = Duration.ofSeconds(60);
  static final int FRAMES = 24;

  private final ActorKit kit;
  private final EmbeddedBroker broker;
  private final Path folder;
  private final Topics topics;
  private final TestProbe<TrainerStatus> statuses;
  private final UniqueKillSwitch watch;
  private TrainerService service;
  private SimpleMeterRegistry registry;

  /** Starts the service and waits until it is idle. */
  TrainerAtBroker(ActorKit kit, EmbeddedBroker broker, Path folder, String site) throws Exception {
    this.kit = kit;
    this.broker = broker;
    this.folder = folder;
    this.topics = new Topics(site);
    this.statuses = kit.testKit().createTestProbe();
    BundleFile.write(shipped(), TinyModels.bundle(2, 4, "shipped"));
    this.watch = watchStatuses();
    start(settings());
    get(service.ready());
    assertThat(nextStatus().getState()).isEqualTo(State.STATE_IDLE);
  }

  @Override
  public void close() throws Exception {
    stop();
    watch.shutdown();
  }

  Topics topics() {
    return topics;
  }

  /** The model that the service starts with. */
  Path shipped() {
    return folder.resolve("shipped.qun");
  }

  TrainerService service() {
    return service;
  }

  void stop() throws Exception {
    get(service.stop());
  }

  /** Starts the service with other settings and new metrics, once it is stopped. */
  void start(TrainerSettings settings) {
    registry = new SimpleMeterRegistry();
    service = TrainerService.start(kit.system(), settings, registry);
  }

  MeterRegistry registry() {
    return registry;
  }

  TrainerSettings settings() {
    return settings(ConfigFactory.empty());
  }

  TrainerSettings settings(Config changes) {
    return TrainerSettings.fromConfig(changes.withFallback(ConfigFactory.load()))
        .withSite(topics.site())
        .withMqtt(client("trainer"))
        .withModel(shipped())
        .withWorkFolder(folder.resolve("work"));
  }

  TrainerStatus nextStatus() {
    return statuses.receiveMessage(PATIENCE);
  }

  /** The states that follow, each once in a row, up to the one in which this request ended. */
  List<State> statesUntilTheEndOf(String request) {
    List<State> seen = new ArrayList<>();
    TrainerStatus status;
    do {
      status = nextStatus();
      if (seen.isEmpty() || seen.get(seen.size() - 1) != status.getState()) {
        seen.add(status.getState());
      }
    } while (!status.getRequestId().equals(request)
        || status.getState().equals(State.STATE_TRAINING));
    return seen;
  }

  /** Sends reviewed frames and waits until the service has counted them. */
  void publishFeedback() throws Exception {
    publish(
        LongStream.rangeClosed(1, FRAMES)
            .mapToObj(
                i ->
                    MqttMessage.create(
                        topics.feedback(Reviews.DEVICE),
                        ByteString.fromArray(Reviews.of(i).toByteArray())))
            .toList());
    await().atMost(PATIENCE).until(() -> feedbackFrames() == FRAMES);
  }

  double feedbackFrames() {
    return registry.get("quantunet.trainer.feedback.frames").gauge().value();
  }

  void askForTraining(String request, int epochs) throws Exception {
    publish(
        topics.trainerCommands(),
        RetrainCommand.newBuilder()
            .setFormatVersion(MessageCodec.FORMAT_VERSION)
            .setRequestId(request)
            .setEpochs(epochs)
            .build()
            .toByteArray());
  }

  void publish(String topic, byte[] payload) throws Exception {
    publish(List.of(MqttMessage.create(topic, ByteString.fromArray(payload))));
  }

  /** The model that an edge gets which subscribes only now. */
  LoadedModel rolledOut() throws Exception {
    MqttMessage message =
        get(
            MqttSource.atMostOnce(
                    client("edge"),
                    MqttSubscriptions.create(topics.rollout(), MqttQos.AT_LEAST_ONCE),
                    1)
                .runWith(Sink.head(), kit.system()));
    assertThat(message.retained()).isTrue();
    RolloutCommand command = MessageCodec.ROLLOUT_COMMAND.decode(message.payload().toArray());
    return ModelBundles.read(
        BundleFile.decode(command.getBundle().toByteArray(), command.getRolloutId()));
  }

  static <T> T get(CompletionStage<T> stage) throws Exception {
    return stage.toCompletableFuture().get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
  }

  private UniqueKillSwitch watchStatuses() throws Exception {
    Pair<CompletionStage<Done>, UniqueKillSwitch> watching =
        MqttSource.atMostOnce(
                client("watch"),
                MqttSubscriptions.create(topics.trainerStatus(), MqttQos.AT_LEAST_ONCE),
                16)
            .viaMat(KillSwitches.single(), Keep.both())
            .map(message -> MessageCodec.TRAINER_STATUS.decode(message.payload().toArray()))
            .to(Sink.foreach(status -> statuses.ref().tell(status)))
            .run(kit.system());
    get(watching.first());
    return watching.second();
  }

  private MqttConnectionSettings client(String name) {
    return MqttConnectionSettings.create(broker.url(), name + "-" + topics.site());
  }

  private void publish(List<MqttMessage> messages) throws Exception {
    MqttConnectionSettings publisher = client("publisher-" + UUID.randomUUID());
    get(
        Source.from(messages)
            .runWith(MqttSink.create(publisher, MqttQos.AT_LEAST_ONCE), kit.system()));
  }
}
