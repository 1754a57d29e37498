package io.quantunet.edge;

import static org.awaitility.Awaitility.await;

import akka.actor.typed.ActorSystem;
import akka.stream.javadsl.Sink;
import akka.stream.javadsl.Source;
import akka.util.ByteString;
import com.typesafe.config.ConfigFactory;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.quantunet.driver.engine.EngineKind;
import io.quantunet.mqtt.MqttConnection;
import io.quantunet.mqtt.MqttFlow;
import io.quantunet.mqtt.MqttSource;
import io.quantunet.mqtt.model.MqttMessage;
import io.quantunet.mqtt.model.MqttPublish;
import io.quantunet.mqtt.model.MqttPublishResult;
import io.quantunet.mqtt.model.MqttQos;
import io.quantunet.mqtt.settings.BrokerProfile;
import io.quantunet.mqtt.settings.MqttConnectionSettings;
import io.quantunet.mqtt.settings.MqttSubscriptions;
import io.quantunet.proto.BundleFile;
import io.quantunet.proto.DecodeException;
import io.quantunet.proto.Frame;
import io.quantunet.proto.FrameCodec;
import io.quantunet.proto.MessageCodec;
import io.quantunet.proto.Outcome;
import io.quantunet.proto.PixelEncoding;
import io.quantunet.proto.RolloutCommand;
import io.quantunet.proto.RolloutReport;
import io.quantunet.proto.Segmentation;
import io.quantunet.proto.Topics;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;

/** One site at a real broker: publishes frames as devices do, listens as the gateway does. */
final class TestSite implements AutoCloseable {

  static final Duration PATIENCE = Duration.ofSeconds(20);

  private final ActorSystem<?> system;
  private final String url;
  private final BrokerProfile profile;
  private final MqttConnection devices;
  private final MqttConnection gateway;

  final Topics topics;
  final SimpleMeterRegistry meters = new SimpleMeterRegistry();
  final List<Segmentation> results = new CopyOnWriteArrayList<>();
  final List<RolloutReport> reports = new CopyOnWriteArrayList<>();

  TestSite(ActorSystem<?> system, String url, BrokerProfile profile, String name) {
    this.system = system;
    this.url = url;
    this.profile = profile;
    this.topics = new Topics(name);
    this.devices = MqttConnection.create(client("devices"), 1);
    this.gateway = MqttConnection.create(client("gateway").withCleanStart(false), 1_000);
    MqttSubscriptions all =
        MqttSubscriptions.create(topics.allResults(), MqttQos.AT_LEAST_ONCE)
            .addSubscription(topics.allRolloutReports(), MqttQos.AT_LEAST_ONCE);
    get(MqttSource.atMostOnce(gateway, all).to(Sink.foreach(this::received)).run(system));
  }

  private MqttConnectionSettings client(String role) {
    return client(url, role);
  }

  private MqttConnectionSettings client(String brokerUrl, String role) {
    return MqttConnectionSettings.create(brokerUrl, topics.site() + "-" + role)
        .withProfile(profile)
        .withReconnectBackoff(Duration.ofMillis(50), Duration.ofMillis(500));
  }

  private void received(MqttMessage message) throws DecodeException {
    byte[] payload = message.payload().toArray();
    if (message.topic().contains("/results/")) {
      results.add(MessageCodec.SEGMENTATION.decode(payload));
    } else {
      reports.add(MessageCodec.ROLLOUT_REPORT.decode(payload));
    }
  }

  /** An edge of this site, at the broker or at a proxy before it. */
  EdgeSettings edgeSettings(String brokerUrl) {
    EdgeSettings settings = EdgeSettings.fromConfig(ConfigFactory.load());
    return settings
        .withSite(topics.site())
        .withDriver(settings.driver().withEngine(EngineKind.REFERENCE))
        .withMqtt(
            client(brokerUrl, "edge")
                .withCleanStart(false)
                .withQuiesceTimeout(Duration.ofSeconds(1))
                .withReconnectBackoff(Duration.ofMillis(20), Duration.ofMillis(200)));
  }

  EdgeSettings edgeSettings() {
    return edgeSettings(url);
  }

  RunningEdge startEdge(BundleFile model) {
    return startEdge(edgeSettings(), model);
  }

  RunningEdge startEdge(EdgeSettings settings, BundleFile model) {
    RunningEdge edge = RunningEdge.start(system, settings, model, meters, Clock.systemUTC());
    get(edge.ready());
    return edge;
  }

  static Frame frame(String device, long sequence) {
    return frame(device, sequence, Frame.newBuilder());
  }

  static Frame frame(String device, long sequence, Frame.Builder more) {
    return FrameCodec.complete(
        more.setDevice(device)
            .setSession("power-on-1")
            .setSequence(sequence)
            .setSpacingXMm(0.1)
            .setSpacingYMm(0.1),
        TestModels.image(sequence),
        PixelEncoding.PIXEL_ENCODING_RAW8);
  }

  void publishFrames(String device, int first, int last) {
    publish(
        IntStream.rangeClosed(first, last)
            .mapToObj(i -> message(topics.frames(device), frame(device, i).toByteArray()))
            .toList());
  }

  void publish(Frame frame) {
    publish(topics.frames(frame.getDevice()), frame.toByteArray());
  }

  void publish(String topic, byte[] payload) {
    publish(List.of(message(topic, payload)));
  }

  void rollOut(String id, byte[] bundle) {
    RolloutCommand command =
        RolloutCommand.newBuilder()
            .setFormatVersion(1)
            .setRolloutId(id)
            .setBundle(com.google.protobuf.ByteString.copyFrom(bundle))
            .build();
    publish(List.of(message(topics.rollout(), command.toByteArray()).withRetained(true)));
  }

  private static MqttMessage message(String topic, byte[] payload) {
    return MqttMessage.create(topic, ByteString.fromArray(payload));
  }

  private void publish(List<MqttMessage> messages) {
    List<MqttPublishResult<Integer>> published =
        get(
            Source.from(messages)
                .map(message -> new MqttPublish<>(message, 0))
                .via(MqttFlow.publish(devices, 64))
                .runWith(Sink.seq(), system));
    for (MqttPublishResult<Integer> each : published) {
      if (each instanceof MqttPublishResult.Refused<Integer> refused) {
        throw new AssertionError(refused.reason());
      }
    }
  }

  void awaitResults(int count) {
    await(count + " results")
        .atMost(PATIENCE)
        .pollInterval(Duration.ofMillis(5)) // some tests go on while further results come
        .until(() -> results.size() >= count);
  }

  void awaitReports(int count) {
    await(count + " reports").atMost(PATIENCE).until(() -> reports.size() >= count);
  }

  /** How many different frames have been segmented, as a store of one result per frame sees it. */
  long distinctSegmented() {
    return results.stream()
        .filter(result -> result.getOutcome() == Outcome.OUTCOME_SEGMENTED)
        .map(io.quantunet.proto.FrameKey::of)
        .distinct()
        .count();
  }

  double frames(Outcome outcome) {
    String label = outcome.name().substring("OUTCOME_".length()).toLowerCase(Locale.ROOT);
    return meters.get("quantunet.edge.frames").tag("outcome", label).counter().count();
  }

  double count(String meter, String... tags) {
    return meters.get(meter).tags(tags).counter().count();
  }

  static <T> T get(CompletionStage<T> stage) {
    try {
      return stage.toCompletableFuture().get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
    } catch (Exception e) {
      throw new AssertionError(e);
    }
  }

  @Override
  public void close() {
    get(devices.disconnect());
    get(gateway.disconnect());
  }
}
