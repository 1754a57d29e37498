package io.quantunet.mqtt.impl;

import com.hivemq.client.mqtt.mqtt5.Mqtt5AsyncClient;
import com.hivemq.client.mqtt.mqtt5.exceptions.Mqtt5SubAckException;
import com.hivemq.client.mqtt.mqtt5.message.subscribe.Mqtt5RetainHandling;
import com.hivemq.client.mqtt.mqtt5.message.subscribe.Mqtt5Subscribe;
import com.hivemq.client.mqtt.mqtt5.message.subscribe.Mqtt5Subscription;
import com.hivemq.client.mqtt.mqtt5.message.subscribe.suback.Mqtt5SubAckReasonCode;
import io.quantunet.mqtt.model.MqttQos;
import io.quantunet.mqtt.model.MqttSubscriptionException;
import io.quantunet.mqtt.settings.MqttConnectionSettings;
import io.quantunet.mqtt.settings.MqttSubscriptions;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

/**
 * Subscribes a consumer after every CONNACK. The client could do it after a lost session only, and
 * would not tell when the broker refuses.
 */
final class Subscriber {

  private final MqttConnectionSettings settings;
  private final MqttSubscriptions subscriptions;
  private final Consumer consumer;

  Subscriber(MqttConnectionSettings settings, MqttSubscriptions subscriptions, Consumer consumer) {
    this.settings = settings;
    this.subscriptions = subscriptions;
    this.consumer = consumer;
  }

  Consumer consumer() {
    return consumer;
  }

  /**
   * Sends SUBSCRIBE and tells the consumer how it ended.
   *
   * @param resumed the connection before had these subscriptions and the broker has kept them: then
   *     retained messages are not wanted a second time
   */
  void subscribe(Mqtt5AsyncClient client, boolean resumed) {
    if (subscriptions.filters().isEmpty()) {
      consumer.subscribed();
      return;
    }
    CompletableFuture<?> unused =
        client
            .subscribe(packet(resumed))
            .whenComplete(
                (subAck, failure) -> {
                  if (subAck != null) {
                    judge(subAck.getReasonCodes());
                  } else if (failure instanceof Mqtt5SubAckException refused) {
                    judge(refused.getMqttMessage().getReasonCodes());
                  }
                  // Any other failure is a broken connection: the next CONNACK brings another
                  // attempt.
                });
  }

  private Mqtt5Subscribe packet(boolean resumed) {
    List<Mqtt5Subscription> all =
        subscriptions.filters().entrySet().stream()
            .map(filter -> subscription(filter, resumed))
            .toList();
    return Mqtt5Subscribe.builder().addSubscriptions(all).build();
  }

  private static Mqtt5Subscription subscription(
      Map.Entry<String, MqttQos> filter, boolean resumed) {
    return Mqtt5Subscription.builder()
        .topicFilter(filter.getKey())
        .qos(Messages.qos(filter.getValue()))
        .retainHandling(
            resumed
                ? Mqtt5RetainHandling.SEND_IF_SUBSCRIPTION_DOES_NOT_EXIST
                : Mqtt5RetainHandling.SEND)
        .build();
  }

  private void judge(List<Mqtt5SubAckReasonCode> reasons) {
    List<String> filters = List.copyOf(subscriptions.filters().keySet());
    for (int i = 0; i < Math.min(filters.size(), reasons.size()); i++) {
      if (reasons.get(i).isError()) {
        consumer.failed(
            new MqttSubscriptionException(
                "The broker at %s refused client %s the subscription to '%s': %s. Check the broker's access rules."
                    .formatted(
                        settings.broker(), settings.clientId(), filters.get(i), reasons.get(i))));
        return;
      }
    }
    consumer.subscribed();
  }
}
