package io.quantunet.mqtt;

import static org.awaitility.Awaitility.await;

import akka.Done;
import akka.japi.Pair;
import akka.stream.KillSwitches;
import akka.stream.UniqueKillSwitch;
import akka.stream.javadsl.Keep;
import akka.stream.javadsl.Sink;
import akka.stream.javadsl.Source;
import akka.util.ByteString;
import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import io.quantunet.mqtt.model.MqttMessage;
import io.quantunet.mqtt.model.MqttQos;
import io.quantunet.mqtt.settings.MqttSubscriptions;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;
import org.slf4j.LoggerFactory;

@DisplayName("The connector and Mosquitto")
class MosquittoConnectorIT extends OutageContract {

  /** Mosquitto's default {@code max_inflight_messages}. */
  private static final int MAX_INFLIGHT = 20;

  /** The client's own log of each message too many. */
  private static final String CLIENT_LOG =
      "com.hivemq.client.internal.mqtt.handler.publish.incoming.MqttIncomingQosHandler";

  @Override
  TestBroker startBroker() {
    return TestBroker.mosquitto();
  }

  @Override
  int largestFlight() {
    return MAX_INFLIGHT;
  }

  /**
   * Mosquitto 2.0.11 sends beyond it and is left with a flow-control error: the reason for its
   * profile.
   */
  @Test
  @DisplayName("gets all frames even with a receive maximum that the broker does not honour")
  void survivesFlowControlErrors(TestInfo test) throws Exception {
    ((Logger) LoggerFactory.getLogger(CLIENT_LOG)).setLevel(Level.OFF);
    int frames = 3_000;
    String topic = "test/oversent";
    ByteString payload = ByteString.fromArray(new byte[16 * 1024]);
    Set<String> arrived = ConcurrentHashMap.newKeySet();
    Pair<CompletionStage<Done>, UniqueKillSwitch> running =
        MqttSource.atLeastOnce(
                at(url(), test, "receiver").withReceiveMaximum(10),
                MqttSubscriptions.create(topic, MqttQos.AT_LEAST_ONCE),
                BUDGET)
            .viaMat(KillSwitches.single(), Keep.both())
            .toMat(
                Sink.foreach(
                    delivery -> {
                      arrived.add(delivery.message().userProperty("number").orElseThrow());
                      delivery.ack();
                    }),
                Keep.left())
            .run(system());
    get(running.first());

    get(
        Source.range(1, frames)
            .map(i -> MqttMessage.create(topic, payload).withUserProperty("number", "" + i))
            .runWith(MqttSink.create(at(url(), test, "sender"), MqttQos.AT_LEAST_ONCE), system()));

    await().atMost(Duration.ofSeconds(20)).until(() -> arrived.size() == frames);
    running.second().shutdown();
  }
}
