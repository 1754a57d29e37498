package io.quantunet.mqtt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import akka.Done;
import akka.japi.Pair;
import akka.stream.KillSwitches;
import akka.stream.UniqueKillSwitch;
import akka.stream.javadsl.Keep;
import akka.stream.javadsl.Sink;
import akka.stream.testkit.TestSubscriber;
import akka.stream.testkit.javadsl.TestSink;
import akka.util.ByteString;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.quantunet.mqtt.model.ConnectionState;
import io.quantunet.mqtt.model.MqttMessage;
import io.quantunet.mqtt.model.MqttMessageWithAck;
import io.quantunet.mqtt.model.MqttPublishResult;
import io.quantunet.mqtt.model.MqttQos;
import io.quantunet.mqtt.settings.MqttConnectionSettings;
import io.quantunet.mqtt.settings.MqttWill;
import io.quantunet.testsupport.CuttableNetwork;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.IntStream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;
import org.slf4j.LoggerFactory;

/** What the connector promises when networks break and brokers restart, whatever the broker. */
abstract class OutageContract extends DeliveryContract {

  @Test
  @DisplayName("loses nothing when the network is cut again and again in mid-stream")
  void survivesCuts(TestInfo test) throws Exception {
    int messages = 2_000;
    Set<Integer> arrived = ConcurrentHashMap.newKeySet();
    try (CuttableNetwork network = new CuttableNetwork(broker.url())) {
      MqttConnectionSettings overProxy = at(network.url(), test, "receiver");
      Pair<CompletionStage<Done>, UniqueKillSwitch> running =
          MqttSource.atLeastOnce(overProxy, subscription(topic(test)), BUDGET)
              .viaMat(KillSwitches.single(), Keep.both())
              .toMat(
                  Sink.foreach(
                      delivery -> {
                        boolean isNew = arrived.add(number(delivery.message()));
                        delivery.ack();
                        if (isNew && arrived.size() % 400 == 0) {
                          network.cut();
                        }
                      }),
                  Keep.left())
              .run(system());
      get(running.first());

      CompletionStage<List<MqttPublishResult<Integer>>> results =
          numbers(topic(test), 0, messages)
              .via(MqttFlow.publish(at(network.url(), test, "sender"), 100))
              .runWith(Sink.seq(), system());

      await().atMost(PATIENCE).until(() -> arrived.size() == messages);
      assertThat(get(results))
          .allSatisfy(each -> assertThat(each).isInstanceOf(MqttPublishResult.Published.class))
          .extracting(MqttPublishResult::context)
          .containsExactlyElementsOf(IntStream.range(0, messages).boxed().toList());
      running.second().shutdown();
    }
  }

  @Test
  @DisplayName("does not count the messages of a broken connection against the next one's budget")
  void budgetIsFreshAfterACut(TestInfo test) throws Exception {
    List<ConnectionState> states = new ArrayList<>();
    try (CuttableNetwork network = new CuttableNetwork(broker.url())) {
      leaveSessionWith(test, 3 * BUDGET);
      MqttConnectionSettings settings =
          at(network.url(), test, "receiver")
              .withCleanStart(false)
              .withStateListener(
                  state -> {
                    synchronized (states) {
                      states.add(state);
                    }
                  });
      TestSubscriber.Probe<MqttMessageWithAck> probe = subscribe(settings, topic(test));
      probe.request(BUDGET);
      List<MqttMessageWithAck> stale = new ArrayList<>();
      for (int i = 0; i < BUDGET; i++) {
        stale.add(probe.expectNext());
      }

      network.cut();
      probe.request(10 * BUDGET);
      Set<Integer> arrived = ConcurrentHashMap.newKeySet();
      while (arrived.size() < 3 * BUDGET) {
        MqttMessageWithAck next = probe.expectNext();
        arrived.add(number(next.message()));
        next.ack();
      }
      stale.forEach(MqttMessageWithAck::ack);

      synchronized (states) {
        assertThat(states)
            .containsExactly(
                ConnectionState.IDLE,
                ConnectionState.CONNECTING,
                ConnectionState.CONNECTED,
                ConnectionState.RECONNECTING,
                ConnectionState.CONNECTED);
      }
      probe.cancel();
    }
  }

  @Test
  @DisplayName("has the will published when the connection is lost")
  void willIsPublished(TestInfo test) throws Exception {
    TestSubscriber.Probe<MqttMessage> probe = subscribeAtMostOnce(topic(test));
    MqttWill will =
        new MqttWill(topic(test), ByteString.fromString("-1"), MqttQos.AT_LEAST_ONCE, true);
    try (CuttableNetwork network = new CuttableNetwork(broker.url())) {
      MqttConnection connection =
          MqttConnection.create(
              at(network.url(), test, "mortal")
                  .withReconnectBackoff(Duration.ofSeconds(30), Duration.ofSeconds(30))
                  .withWill(will),
              1);
      get(connection.connect());

      network.cut();

      assertThat(number(probe.requestNext())).isEqualTo(-1);
      get(connection.disconnect());
      probe.cancel();
    }
  }

  @Test
  @DisplayName("refuses what is still under way when a broken connection is closed")
  void refusesWhatTheEndOvertakes(TestInfo test) throws Exception {
    try (CuttableNetwork network = new CuttableNetwork(broker.url())) {
      MqttConnection connection =
          MqttConnection.create(
              at(network.url(), test, "sender").withQuiesceTimeout(Duration.ofMillis(100)), 1);
      get(connection.connect());
      network.cutForGood();
      await().atMost(PATIENCE).until(() -> connection.state() == ConnectionState.RECONNECTING);
      CompletionStage<List<MqttPublishResult<Integer>>> results =
          numbers(topic(test), 0, 3)
              .via(MqttFlow.publish(connection, 2))
              .runWith(Sink.seq(), system());

      get(connection.disconnect());

      assertThat(get(results))
          .hasSize(3)
          .allSatisfy(each -> assertThat(each).isInstanceOf(MqttPublishResult.Refused.class));
    }
  }

  @Test
  @DisplayName("tells its states from idle to closed")
  void tellsItsStates(TestInfo test) throws Exception {
    try (CuttableNetwork network = new CuttableNetwork(broker.url())) {
      MqttConnection connection = MqttConnection.create(at(network.url(), test, "client"), 1);
      TestSubscriber.Probe<ConnectionState> states =
          connection.states().runWith(TestSink.create(system()), system());
      states.request(10);
      states.expectNext(ConnectionState.IDLE);

      connection.connect();
      states.expectNext(ConnectionState.CONNECTING, ConnectionState.CONNECTED);
      network.cut();
      states.expectNext(ConnectionState.RECONNECTING, ConnectionState.CONNECTED);
      get(connection.disconnect());
      states.expectNext(ConnectionState.CLOSED);
      states.expectComplete();
    }
  }

  @Test
  @DisplayName(
      "reconnects, subscribes again and publishes what was under way when the broker restarts")
  void survivesABrokerRestart(TestInfo test) throws Exception {
    Set<Integer> arrived = ConcurrentHashMap.newKeySet();
    MqttConnection connection = MqttConnection.create(settings(test).withCleanStart(false), BUDGET);
    CompletionStage<Done> ready =
        MqttSource.atLeastOnce(connection, subscription(topic(test)))
            .to(
                Sink.foreach(
                    delivery -> {
                      arrived.add(number(delivery.message()));
                      delivery.ack();
                    }))
            .run(system());
    get(ready);
    publishNumbers(topic(test), 0, 100);
    await().atMost(PATIENCE).until(() -> arrived.size() == 100);

    broker.stop();
    await().atMost(PATIENCE).until(() -> connection.state() == ConnectionState.RECONNECTING);
    CompletionStage<List<MqttPublishResult<Integer>>> during =
        numbers(topic(test), 100, 100)
            .via(MqttFlow.publish(connection, 100))
            .runWith(Sink.seq(), system());
    broker.start();

    assertThat(get(during)).hasSize(100);
    await().atMost(PATIENCE).until(() -> connection.state() == ConnectionState.CONNECTED);
    publishNumbers(topic(test), 200, 100);
    await()
        .atMost(PATIENCE)
        .until(() -> arrived.containsAll(IntStream.range(200, 300).boxed().toList()));
    if (broker.keepsSessions()) {
      assertThat(arrived).containsAll(IntStream.range(0, 300).boxed().toList());
    }
    get(connection.disconnect());
  }

  @Test
  @DisplayName("asks whether another client uses its client id when the two throw each other out")
  void asksForAnotherClientId(TestInfo test) throws Exception {
    ListAppender<ILoggingEvent> log = new ListAppender<>();
    log.start();
    Logger logger = (Logger) LoggerFactory.getLogger("io.quantunet.mqtt");
    logger.addAppender(log);
    MqttConnection first = MqttConnection.create(settings(test), 1);
    MqttConnection second = MqttConnection.create(settings(test), 1);
    get(first.connect());

    get(second.connect());

    await()
        .atMost(PATIENCE)
        .until(
            () ->
                List.copyOf(log.list).stream()
                    .map(ILoggingEvent::getFormattedMessage)
                    .anyMatch(text -> text.contains("same client id")));
    get(first.disconnect());
    get(second.disconnect());
    logger.detachAppender(log);
  }
}
