package io.quantunet.mqtt;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import akka.Done;
import akka.japi.Pair;
import akka.stream.javadsl.Keep;
import akka.stream.javadsl.Sink;
import akka.stream.javadsl.Source;
import akka.stream.testkit.TestSubscriber;
import akka.stream.testkit.javadsl.TestSink;
import akka.util.ByteString;
import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.quantunet.broker.EmbeddedBroker;
import io.quantunet.mqtt.model.ConnectionState;
import io.quantunet.mqtt.model.MqttConnectionException;
import io.quantunet.mqtt.model.MqttMessage;
import io.quantunet.mqtt.model.MqttMessageWithAck;
import io.quantunet.mqtt.model.MqttPublish;
import io.quantunet.mqtt.model.MqttPublishResult;
import io.quantunet.mqtt.model.MqttQos;
import io.quantunet.mqtt.model.MqttSubscriptionException;
import io.quantunet.mqtt.settings.MqttConnectionSettings;
import io.quantunet.mqtt.settings.MqttSubscriptions;
import io.quantunet.testsupport.ActorKit;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.slf4j.LoggerFactory;

@DisplayName("The connector without a broker")
class UnreachableBrokerIT {

  @RegisterExtension static final ActorKit KIT = ActorKit.create();

  private static final MqttSubscriptions SUBSCRIPTION =
      MqttSubscriptions.create("test/later", MqttQos.AT_LEAST_ONCE);

  private final Logger logger = (Logger) LoggerFactory.getLogger("io.quantunet.mqtt");
  private final ListAppender<ILoggingEvent> log = new ListAppender<>();

  @BeforeEach
  void recordLog() {
    log.start();
    logger.addAppender(log);
  }

  @AfterEach
  void stopRecording() {
    logger.detachAppender(log);
  }

  @Test
  @DisplayName("warns once, keeps trying, and works when the broker starts later")
  void worksWhenTheBrokerStartsLater() throws Exception {
    int port = freePort();
    AtomicInteger attempts = new AtomicInteger();
    logger.setLevel(Level.DEBUG);
    MqttConnectionSettings settings = settings("tcp://127.0.0.1:" + port, "early-bird");
    Pair<CompletionStage<Done>, TestSubscriber.Probe<MqttMessageWithAck>> source =
        MqttSource.atLeastOnce(settings, SUBSCRIPTION, 16)
            .toMat(TestSink.create(KIT.system()), Keep.both())
            .run(KIT.system());
    CompletionStage<List<MqttPublishResult<Integer>>> published =
        Source.range(0, 9)
            .map(i -> new MqttPublish<>(message(i), i))
            .via(MqttFlow.publish(settings.withClientId("early-publisher"), 10))
            .runWith(Sink.seq(), KIT.system());

    await()
        .atMost(Duration.ofSeconds(10))
        .until(() -> attempts.updateAndGet(before -> failedAttempts("early-bird")) >= 3);
    assertThat(source.first().toCompletableFuture()).isNotDone();

    try (EmbeddedBroker broker = EmbeddedBroker.onLoopback(port).start()) {
      source.first().toCompletableFuture().get(10, SECONDS);
      assertThat(published.toCompletableFuture().get(10, SECONDS))
          .extracting(MqttPublishResult::context)
          .containsExactlyElementsOf(IntStream.range(0, 10).boxed().toList());
      assertThat(warnings("early-bird"))
          .singleElement()
          .asString()
          .contains("cannot connect", broker.url(), "Connection refused", "Start it");
      source.second().cancel();
    }
    noClientThreadIsLeft();
  }

  @Test
  @DisplayName("fails in time, saying where and what to do, when told not to wait")
  void failsInTime() throws IOException {
    String url = "tcp://127.0.0.1:" + freePort();
    MqttConnectionSettings settings =
        settings(url, "hasty").withFirstConnectTimeout(Duration.ofMillis(300));

    Pair<CompletionStage<Done>, TestSubscriber.Probe<MqttMessageWithAck>> source =
        MqttSource.atLeastOnce(settings, SUBSCRIPTION, 16)
            .toMat(TestSink.create(KIT.system()), Keep.both())
            .run(KIT.system());

    assertThatThrownBy(() -> source.first().toCompletableFuture().get(5, SECONDS))
        .hasCauseInstanceOf(MqttConnectionException.class)
        .hasMessageContaining(url)
        .hasMessageContaining("Connection refused")
        .hasMessageContaining("Start the broker");
    source.second().request(1);
    assertThat(source.second().expectError()).isInstanceOf(MqttConnectionException.class);
    noClientThreadIsLeft();
  }

  @Test
  @DisplayName("fails a publisher in time when told not to wait")
  void failsAPublisherInTime() throws IOException {
    MqttConnectionSettings settings =
        settings("tcp://127.0.0.1:" + freePort(), "hasty-publisher")
            .withFirstConnectTimeout(Duration.ofMillis(300));

    CompletionStage<Done> published =
        Source.single(message(1))
            .runWith(MqttSink.create(settings, MqttQos.AT_LEAST_ONCE), KIT.system());

    assertThatThrownBy(() -> published.toCompletableFuture().get(5, SECONDS))
        .hasRootCauseInstanceOf(MqttConnectionException.class);
  }

  @Test
  @DisplayName("can be closed while it still tries, and frees its threads")
  void closesWhileItTries() throws Exception {
    MqttConnection connection =
        MqttConnection.create(
            settings("tcp://127.0.0.1:" + freePort(), "resigned")
                .withReconnectBackoff(Duration.ofMinutes(1), Duration.ofMinutes(1)),
            1);
    CompletionStage<Done> connected = connection.connect();
    await().atMost(Duration.ofSeconds(5)).until(() -> !warnings("resigned").isEmpty());

    connection.disconnect().toCompletableFuture().get(5, SECONDS);

    assertThat(connection.state()).isEqualTo(ConnectionState.CLOSED);
    assertThatThrownBy(() -> connected.toCompletableFuture().get(5, SECONDS))
        .hasCauseInstanceOf(MqttConnectionException.class);
    noClientThreadIsLeft();
  }

  @Test
  @DisplayName("fails with the topic filter when the broker refuses the subscription")
  void namesARefusedSubscription() {
    try (RefusingBroker broker = new RefusingBroker()) {
      CompletionStage<Done> subscribed =
          MqttSource.atLeastOnce(settings(broker.url(), "unwanted"), SUBSCRIPTION, 16)
              .to(Sink.ignore())
              .run(KIT.system());

      assertThatThrownBy(() -> subscribed.toCompletableFuture().get(5, SECONDS))
          .hasCauseInstanceOf(MqttSubscriptionException.class)
          .hasMessageContaining("test/later")
          .hasMessageContaining("NOT_AUTHORIZED")
          .hasMessageContaining(broker.url());
    }
  }

  private List<String> warnings(String client) {
    return messages(client, Level.WARN);
  }

  private int failedAttempts(String client) {
    return messages(client, Level.DEBUG).size();
  }

  private List<String> messages(String client, Level level) {
    return List.copyOf(log.list).stream()
        .filter(event -> event.getLevel() == level)
        .map(ILoggingEvent::getFormattedMessage)
        .filter(text -> text.contains("client " + client + ":"))
        .toList();
  }

  /** The JVM can exit. */
  private static void noClientThreadIsLeft() {
    await()
        .atMost(Duration.ofSeconds(10))
        .untilAsserted(
            () ->
                assertThat(Thread.getAllStackTraces().keySet())
                    .extracting(Thread::getName)
                    .noneMatch(name -> name.startsWith("com.hivemq.client")));
  }

  private static MqttConnectionSettings settings(String url, String clientId) {
    return MqttConnectionSettings.create(url, clientId)
        .withReconnectBackoff(Duration.ofMillis(20), Duration.ofMillis(200));
  }

  private static MqttMessage message(int number) {
    return MqttMessage.create("test/other", ByteString.fromString(Integer.toString(number)));
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }
}
