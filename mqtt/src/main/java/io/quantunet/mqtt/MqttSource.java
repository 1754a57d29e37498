package io.quantunet.mqtt;

import akka.Done;
import akka.stream.javadsl.Source;
import io.quantunet.mqtt.impl.ClientConnection;
import io.quantunet.mqtt.impl.MqttSourceStage;
import io.quantunet.mqtt.model.MqttMessage;
import io.quantunet.mqtt.model.MqttMessageWithAck;
import io.quantunet.mqtt.settings.MqttConnectionSettings;
import io.quantunet.mqtt.settings.MqttSubscriptions;
import java.util.concurrent.CompletionStage;

/**
 * Sources of received messages.
 *
 * <p>The materialized value completes when connected and subscribed, and fails when the broker
 * refuses a subscription or the first-connect timeout passes; the stream fails with the same error.
 * A lost connection does not end a source: it reconnects and subscribes again. Cancelling a source
 * that was made from settings acknowledges what is done and leaves the broker.
 */
public final class MqttSource {

  private MqttSource() {}

  /**
   * Messages that are acknowledged when they are handed downstream: none comes twice for a fault of
   * the consumer, the ones that it holds when it fails are lost.
   *
   * @param bufferSize the in-flight budget, see {@link MqttConnection#create}
   */
  public static Source<MqttMessage, CompletionStage<Done>> atMostOnce(
      MqttConnectionSettings settings, MqttSubscriptions subscriptions, int bufferSize) {
    return atLeastOnce(settings, subscriptions, bufferSize).map(MqttSource::acknowledged);
  }

  /** As above, over a shared connection. */
  public static Source<MqttMessage, CompletionStage<Done>> atMostOnce(
      MqttConnection connection, MqttSubscriptions subscriptions) {
    return atLeastOnce(connection, subscriptions).map(MqttSource::acknowledged);
  }

  /**
   * Messages that the consumer acknowledges when it is done with them; the broker delivers the
   * others again after the connection or this process is lost. Demand and acknowledgements hold the
   * broker back: there are never more than {@code bufferSize} unacknowledged (toward Mosquitto: its
   * own {@code max_inflight_messages}).
   *
   * @param bufferSize the in-flight budget, see {@link MqttConnection#create}
   */
  public static Source<MqttMessageWithAck, CompletionStage<Done>> atLeastOnce(
      MqttConnectionSettings settings, MqttSubscriptions subscriptions, int bufferSize) {
    return Source.fromGraph(
        new MqttSourceStage(() -> new ClientConnection(settings, bufferSize), true, subscriptions));
  }

  /**
   * As above, over a shared connection, which the source does not end; one source per connection.
   */
  public static Source<MqttMessageWithAck, CompletionStage<Done>> atLeastOnce(
      MqttConnection connection, MqttSubscriptions subscriptions) {
    return Source.fromGraph(new MqttSourceStage(connection::client, false, subscriptions));
  }

  private static MqttMessage acknowledged(MqttMessageWithAck delivery) {
    delivery.ack();
    return delivery.message();
  }
}
