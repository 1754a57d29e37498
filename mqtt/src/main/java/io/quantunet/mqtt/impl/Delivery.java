package io.quantunet.mqtt.impl;

import akka.Done;
import com.hivemq.client.mqtt.mqtt5.message.publish.Mqtt5Publish;
import io.quantunet.mqtt.model.MqttMessage;
import io.quantunet.mqtt.model.MqttMessageWithAck;
import io.quantunet.mqtt.model.MqttQos;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.RejectedExecutionException;

/**
 * One arrival of one message. A message that comes again after a broken connection is another
 * delivery.
 */
final class Delivery implements MqttMessageWithAck {

  private static final CompletionStage<Done> DONE =
      CompletableFuture.completedStage(Done.getInstance());

  private final Inbox inbox;
  private final Mqtt5Publish publish;
  private final MqttMessage message;
  private final MqttQos qos;

  Delivery(Inbox inbox, Mqtt5Publish publish) {
    this.inbox = inbox;
    this.publish = publish;
    this.qos = Messages.qos(publish.getQos());
    this.message =
        Messages.received(publish, qos != MqttQos.AT_MOST_ONCE && DuplicateFlag.of(publish));
  }

  @Override
  public MqttMessage message() {
    return message;
  }

  @Override
  public CompletionStage<Done> ack() {
    inbox.acknowledge(this);
    return DONE;
  }

  MqttQos qos() {
    return qos;
  }

  /** Hands the acknowledgement to the client; at most once per delivery. */
  void confirm() {
    try {
      publish.acknowledge();
    } catch (RejectedExecutionException e) {
      // The client has ended for good: the broker delivers the message to its successor.
    }
  }
}
