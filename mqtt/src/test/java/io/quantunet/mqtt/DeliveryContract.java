package io.quantunet.mqtt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import akka.Done;
import akka.japi.Pair;
import akka.stream.KillSwitches;
import akka.stream.UniqueKillSwitch;
import akka.stream.javadsl.Flow;
import akka.stream.javadsl.Keep;
import akka.stream.javadsl.Sink;
import akka.stream.javadsl.Source;
import akka.stream.testkit.TestSubscriber;
import akka.stream.testkit.javadsl.TestSink;
import akka.util.ByteString;
import io.quantunet.mqtt.model.ConnectionState;
import io.quantunet.mqtt.model.MqttMessage;
import io.quantunet.mqtt.model.MqttMessageWithAck;
import io.quantunet.mqtt.model.MqttPublishResult;
import io.quantunet.mqtt.model.MqttQos;
import io.quantunet.mqtt.settings.MqttConnectionSettings;
import java.time.Duration;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.IntStream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;

/** What the connector promises of messages, whatever the broker. */
abstract class DeliveryContract extends ConnectorFixture {

  @Test
  @DisplayName("carries topic, payload, QoS, user properties and expiry from end to end")
  void carriesAllProperties(TestInfo test) throws Exception {
    TestSubscriber.Probe<MqttMessage> probe = subscribeAtMostOnce(topic(test));
    MqttMessage sent =
        MqttMessage.create(topic(test), ByteString.fromString("pixels"))
            .withQos(MqttQos.EXACTLY_ONCE)
            .withUserProperty("probe", "L12")
            .withUserProperty("probe", "second")
            .withExpiry(Duration.ofMinutes(5));

    publishAll(List.of(sent));

    MqttMessage received = probe.requestNext();
    assertThat(received.topic()).isEqualTo(sent.topic());
    assertThat(received.payload()).isEqualTo(sent.payload());
    assertThat(received.qos()).contains(MqttQos.EXACTLY_ONCE);
    assertThat(received.userProperties()).isEqualTo(sent.userProperties());
    assertThat(received.userProperty("probe")).contains("L12");
    assertThat(received.expiry().orElseThrow())
        .isBetween(Duration.ofMinutes(4), Duration.ofMinutes(5));
    assertThat(received.retained()).isFalse();
    assertThat(received.duplicate()).isFalse();
    probe.cancel();
  }

  @Test
  @DisplayName("marks what was retained before the subscription")
  void marksRetained(TestInfo test) throws Exception {
    publishAll(List.of(message(topic(test), 7).withRetained(true)));

    TestSubscriber.Probe<MqttMessage> probe = subscribeAtMostOnce(topic(test));

    MqttMessage received = probe.requestNext();
    assertThat(received.retained()).isTrue();
    assertThat(number(received)).isEqualTo(7);
    probe.cancel();
  }

  @Test
  @DisplayName("gets what came while it was away, at once after the resumed session's CONNACK")
  void resumesASession(TestInfo test) throws Exception {
    leaveSessionWith(test, 10);

    TestSubscriber.Probe<MqttMessageWithAck> probe =
        subscribe(settings(test).withCleanStart(false), topic(test));

    probe.request(10);
    for (int i = 0; i < 10; i++) {
      MqttMessageWithAck next = probe.expectNext();
      assertThat(number(next.message())).isEqualTo(i);
      assertThat(next.message().duplicate()).isFalse();
      next.ack();
    }
    probe.cancel();
  }

  @Test
  @DisplayName("delivers again, marked as duplicate, what a consumer took but never acknowledged")
  void deliversAgainAfterAConsumerWasLost(TestInfo test) throws Exception {
    leaveSessionWith(test, 5);
    MqttConnectionSettings settings =
        settings(test).withCleanStart(false).withQuiesceTimeout(Duration.ofMillis(50));
    TestSubscriber.Probe<MqttMessageWithAck> first = subscribe(settings, topic(test));
    first.request(5);
    first.expectNextN(5);
    first.cancel();

    TestSubscriber.Probe<MqttMessageWithAck> second = subscribe(settings, topic(test));

    second.request(5);
    for (int i = 0; i < 5; i++) {
      MqttMessageWithAck again = second.expectNext();
      assertThat(number(again.message())).isEqualTo(i);
      assertThat(again.message().duplicate()).isTrue();
      again.ack();
    }
    second.cancel();
  }

  @Test
  @DisplayName("does not deliver again what was acknowledged, even more than once")
  void acknowledgesOnce(TestInfo test) throws Exception {
    MqttConnectionSettings settings = settings(test).withCleanStart(false);
    MqttConnection connection = MqttConnection.create(settings, BUDGET);
    TestSubscriber.Probe<MqttMessageWithAck> first = subscribe(connection, topic(test));
    publishNumbers(topic(test), 0, 3);
    first.request(3);
    for (int i = 0; i < 3; i++) {
      MqttMessageWithAck delivery = first.expectNext();
      delivery.ack();
      delivery.ack();
    }
    get(connection.disconnect()); // a successor that takes over at once may overtake the last acks

    TestSubscriber.Probe<MqttMessageWithAck> second = subscribe(settings, topic(test));

    publishNumbers(topic(test), 3, 1);
    assertThat(number(second.requestNext().message())).isEqualTo(3);
    second.cancel();
  }

  @Test
  @DisplayName(
      "holds the flight at the budget behind a consumer that does not acknowledge, and loses nothing")
  void slowConsumerHoldsTheFlight(TestInfo test) throws Exception {
    int messages = 300;
    Queue<MqttMessageWithAck> held = new ConcurrentLinkedQueue<>();
    Set<Integer> arrived = ConcurrentHashMap.newKeySet();
    Pair<CompletionStage<Done>, UniqueKillSwitch> running =
        MqttSource.atLeastOnce(settings(test), subscription(topic(test)), BUDGET)
            .viaMat(KillSwitches.single(), Keep.both())
            .toMat(
                Sink.foreach(
                    delivery -> {
                      arrived.add(number(delivery.message()));
                      held.add(delivery);
                    }),
                Keep.left())
            .run(system());
    get(running.first());
    publishNumbers(topic(test), 0, messages);

    await()
        .during(Duration.ofMillis(300))
        .atMost(PATIENCE)
        .untilAsserted(
            () -> assertThat(arrived.size()).isPositive().isLessThanOrEqualTo(largestFlight()));

    await()
        .atMost(PATIENCE)
        .until(
            () -> {
              for (MqttMessageWithAck each = held.poll(); each != null; each = held.poll()) {
                each.ack();
              }
              return arrived.size() == messages;
            });
    running.second().shutdown();
  }

  @Test
  @DisplayName("brings all of 5,000 frames of 16 KiB, in order, at QoS 1")
  void bringsEveryFrame(TestInfo test) throws Exception {
    int frames = 5_000;
    ByteString payload = ByteString.fromArray(new byte[16 * 1024]);
    Queue<Integer> arrived = new ConcurrentLinkedQueue<>();
    Pair<CompletionStage<Done>, UniqueKillSwitch> running =
        MqttSource.atLeastOnce(settings(test), subscription(topic(test)), 64)
            .viaMat(KillSwitches.single(), Keep.both())
            .toMat(
                Sink.foreach(
                    delivery -> {
                      arrived.add(
                          Integer.parseInt(
                              delivery.message().userProperty("number").orElseThrow()));
                      delivery.ack();
                    }),
                Keep.left())
            .run(system());
    get(running.first());

    long start = System.nanoTime();
    get(
        Source.range(0, frames - 1)
            .map(i -> MqttMessage.create(topic(test), payload).withUserProperty("number", "" + i))
            .runWith(MqttSink.create(settings(test, "sender"), MqttQos.AT_LEAST_ONCE), system()));
    await().atMost(PATIENCE).until(() -> arrived.size() >= frames);

    System.out.printf(
        "%s: %d frames of 16 KiB in %d ms%n",
        getClass().getSimpleName(), frames, (System.nanoTime() - start) / 1_000_000);
    assertThat(arrived).containsExactlyElementsOf(IntStream.range(0, frames).boxed().toList());
    running.second().shutdown();
  }

  @Test
  @DisplayName("shares one connection between a source and a publisher, which outlives both")
  void sharesAConnection(TestInfo test) throws Exception {
    MqttConnection connection = MqttConnection.create(settings(test), BUDGET);
    Pair<CompletionStage<Done>, TestSubscriber.Probe<MqttMessageWithAck>> source =
        MqttSource.atLeastOnce(connection, subscription(topic(test)))
            .toMat(TestSink.create(system()), Keep.both())
            .run(system());
    get(source.first());

    List<MqttPublishResult<Integer>> results =
        get(
            numbers(topic(test), 0, 1)
                .via(MqttFlow.publish(connection, 8))
                .runWith(Sink.seq(), system()));

    assertThat(results).extracting(MqttPublishResult::context).containsExactly(0);
    MqttMessageWithAck delivery = source.second().requestNext();
    source.second().cancel();
    assertThat(connection.state()).isEqualTo(ConnectionState.CONNECTED);
    assertThat(connection.unacknowledged()).isEqualTo(1);
    delivery.ack();
    assertThat(connection.unacknowledged()).isZero();
    get(connection.disconnect());
  }

  @Test
  @DisplayName("fails a second source on a shared connection, and says what to do")
  void refusesASecondSource(TestInfo test) throws Exception {
    MqttConnection connection = MqttConnection.create(settings(test), BUDGET);
    Source<MqttMessageWithAck, CompletionStage<Done>> source =
        MqttSource.atLeastOnce(connection, subscription(topic(test)));
    get(source.to(Sink.ignore()).run(system()));

    assertThatThrownBy(() -> get(source.to(Sink.ignore()).run(system())))
        .hasCauseInstanceOf(IllegalStateException.class)
        .hasMessageContaining("connection of its own");
    get(connection.disconnect());
  }

  @Test
  @DisplayName("publishes answers and then acknowledges the messages that they answer")
  void acknowledgesAfterTheAnswer(TestInfo test) throws Exception {
    TestSubscriber.Probe<MqttMessage> answers = subscribeAtMostOnce(topic(test) + "/answer");
    MqttConnectionSettings settings = settings(test).withCleanStart(false);
    Flow<MqttMessageWithAck, MqttMessageWithAck, CompletionStage<Done>> flow =
        MqttFlow.atLeastOnceWithAck(
            settings, subscription(topic(test)), BUDGET, MqttQos.AT_LEAST_ONCE);
    Pair<CompletionStage<Done>, UniqueKillSwitch> running =
        flow.viaMat(KillSwitches.single(), Keep.both())
            .map(question -> new Answer(question, topic(test) + "/answer"))
            .map(MqttMessageWithAck.class::cast)
            .join(Flow.<MqttMessageWithAck>create())
            .run(system());
    get(running.first());

    publishNumbers(topic(test), 0, 50);

    answers.request(50);
    for (int i = 0; i < 50; i++) {
      assertThat(number(answers.expectNext())).isEqualTo(i);
    }
    running.second().shutdown();
    answers.cancel();
    TestSubscriber.Probe<MqttMessageWithAck> later = subscribe(settings, topic(test));
    publishNumbers(topic(test), 50, 1);
    assertThat(number(later.requestNext().message())).isEqualTo(50);
    later.cancel();
  }

  private record Answer(MqttMessageWithAck question, String topic) implements MqttMessageWithAck {
    @Override
    public MqttMessage message() {
      return MqttMessage.create(topic, question.message().payload());
    }

    @Override
    public CompletionStage<Done> ack() {
      return question.ack();
    }
  }

  @Test
  @DisplayName("drops and counts the oldest QoS 0 messages behind a consumer without demand")
  void dropsOldestQos0(TestInfo test) throws Exception {
    MqttConnection connection = MqttConnection.create(settings(test), 4);
    Pair<CompletionStage<Done>, TestSubscriber.Probe<MqttMessageWithAck>> source =
        MqttSource.atLeastOnce(connection, subscription(topic(test)))
            .toMat(TestSink.create(system()), Keep.both())
            .run(system());
    get(source.first());

    publishAll(
        IntStream.range(0, 10)
            .mapToObj(i -> message(topic(test), i).withQos(MqttQos.AT_MOST_ONCE))
            .toList());
    await().atMost(PATIENCE).until(() -> connection.dropped() == 6);

    source.second().request(4);
    assertThat(IntStream.range(0, 4).map(i -> number(source.second().expectNext().message())))
        .containsExactly(6, 7, 8, 9);
    source.second().cancel();
    get(connection.disconnect());
  }
}
