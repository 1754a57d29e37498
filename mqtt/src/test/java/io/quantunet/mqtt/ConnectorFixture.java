package io.quantunet.mqtt;

import static java.util.concurrent.TimeUnit.SECONDS;

import akka.Done;
import akka.NotUsed;
import akka.actor.typed.ActorSystem;
import akka.japi.Pair;
import akka.stream.javadsl.Keep;
import akka.stream.javadsl.Sink;
import akka.stream.javadsl.Source;
import akka.stream.testkit.TestSubscriber;
import akka.stream.testkit.javadsl.TestSink;
import akka.util.ByteString;
import io.quantunet.mqtt.model.MqttMessage;
import io.quantunet.mqtt.model.MqttMessageWithAck;
import io.quantunet.mqtt.model.MqttPublish;
import io.quantunet.mqtt.model.MqttQos;
import io.quantunet.mqtt.settings.MqttConnectionSettings;
import io.quantunet.mqtt.settings.MqttSubscriptions;
import io.quantunet.testsupport.ActorKit;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeoutException;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.RegisterExtension;

/** One broker for all tests of a class, and what they say again and again. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class ConnectorFixture {

  @RegisterExtension final ActorKit kit = ActorKit.create();

  static final Duration PATIENCE = Duration.ofSeconds(20);
  static final int BUDGET = 16;

  TestBroker broker;

  abstract TestBroker startBroker();

  /** The most messages that the broker lets be unacknowledged with {@link #BUDGET}. */
  abstract int largestFlight();

  @BeforeAll
  void start() {
    broker = startBroker();
  }

  @AfterAll
  void stop() {
    if (broker != null) {
      broker.close();
    }
  }

  static String topic(TestInfo test) {
    return "test/" + test.getTestMethod().orElseThrow().getName();
  }

  MqttConnectionSettings settings(TestInfo test) {
    return settings(test, "receiver");
  }

  MqttConnectionSettings settings(TestInfo test, String role) {
    return at(broker.url(), test, role);
  }

  MqttConnectionSettings at(String url, TestInfo test, String role) {
    return MqttConnectionSettings.create(
            url, role + "-" + test.getTestMethod().orElseThrow().getName())
        .withProfile(broker.profile())
        .withReconnectBackoff(Duration.ofMillis(50), Duration.ofMillis(500));
  }

  static MqttSubscriptions subscription(String topic) {
    return MqttSubscriptions.create(topic, MqttQos.EXACTLY_ONCE);
  }

  TestSubscriber.Probe<MqttMessageWithAck> subscribe(MqttConnectionSettings settings, String topic)
      throws Exception {
    return run(MqttSource.atLeastOnce(settings, subscription(topic), BUDGET));
  }

  /** Over a connection that the test itself ends, and so knows when the broker has read it all. */
  TestSubscriber.Probe<MqttMessageWithAck> subscribe(MqttConnection connection, String topic)
      throws Exception {
    return run(MqttSource.atLeastOnce(connection, subscription(topic)));
  }

  private TestSubscriber.Probe<MqttMessageWithAck> run(
      Source<MqttMessageWithAck, CompletionStage<Done>> source) throws Exception {
    Pair<CompletionStage<Done>, TestSubscriber.Probe<MqttMessageWithAck>> running =
        source.toMat(TestSink.create(system()), Keep.both()).run(system());
    get(running.first());
    return running.second();
  }

  TestSubscriber.Probe<MqttMessage> subscribeAtMostOnce(String topic) throws Exception {
    MqttConnectionSettings settings =
        MqttConnectionSettings.create(broker.url(), "listener-" + topic.hashCode())
            .withProfile(broker.profile());
    Pair<CompletionStage<Done>, TestSubscriber.Probe<MqttMessage>> running =
        MqttSource.atMostOnce(settings, subscription(topic), BUDGET)
            .toMat(TestSink.create(system()), Keep.both())
            .run(system());
    get(running.first());
    return running.second();
  }

  /**
   * A session of the test's receiver, who is away, with this many messages waiting at the broker.
   */
  void leaveSessionWith(TestInfo test, int messages) throws Exception {
    MqttConnection connection = MqttConnection.create(settings(test), BUDGET);
    get(
        MqttSource.atLeastOnce(connection, subscription(topic(test)))
            .to(Sink.ignore())
            .run(system()));
    get(connection.disconnect());
    publishNumbers(topic(test), 0, messages);
  }

  static MqttMessage message(String topic, int number) {
    return MqttMessage.create(topic, ByteString.fromString(Integer.toString(number)));
  }

  static int number(MqttMessage message) {
    return Integer.parseInt(message.payload().utf8String());
  }

  static Source<MqttPublish<Integer>, NotUsed> numbers(String topic, int first, int count) {
    return Source.range(first, first + count - 1).map(i -> new MqttPublish<>(message(topic, i), i));
  }

  void publishNumbers(String topic, int first, int count) throws Exception {
    publishAll(IntStream.range(first, first + count).mapToObj(i -> message(topic, i)).toList());
  }

  void publishAll(List<MqttMessage> messages) throws Exception {
    MqttConnectionSettings settings =
        MqttConnectionSettings.create(broker.url(), "publisher-" + System.nanoTime())
            .withProfile(broker.profile());
    get(Source.from(messages).runWith(MqttSink.create(settings, MqttQos.AT_LEAST_ONCE), system()));
  }

  String url() {
    return broker.url();
  }

  ActorSystem<Void> system() {
    return kit.system();
  }

  static <T> T get(CompletionStage<T> stage)
      throws ExecutionException, InterruptedException, TimeoutException {
    return stage.toCompletableFuture().get(PATIENCE.toSeconds(), SECONDS);
  }
}
