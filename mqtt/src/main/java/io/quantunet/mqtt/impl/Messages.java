package io.quantunet.mqtt.impl;

import akka.util.ByteString;
import com.hivemq.client.mqtt.datatypes.MqttQos;
import com.hivemq.client.mqtt.mqtt5.datatypes.Mqtt5UserProperties;
import com.hivemq.client.mqtt.mqtt5.datatypes.Mqtt5UserProperty;
import com.hivemq.client.mqtt.mqtt5.message.publish.Mqtt5Publish;
import com.hivemq.client.mqtt.mqtt5.message.publish.Mqtt5PublishBuilder;
import io.quantunet.mqtt.model.MqttMessage;
import io.quantunet.mqtt.model.UserProperty;
import io.quantunet.mqtt.settings.MqttWill;
import java.time.Duration;
import java.util.List;

/** Between the connector's messages and the client's. */
final class Messages {

  private Messages() {}

  static MqttMessage received(Mqtt5Publish publish, boolean duplicate) {
    MqttMessage message =
        MqttMessage.create(
                publish.getTopic().toString(),
                publish
                    .getPayload()
                    .map(ByteString::fromByteBuffer)
                    .orElseGet(ByteString::emptyByteString))
            .withQos(qos(publish.getQos()))
            .withRetained(publish.isRetain())
            .withDuplicate(duplicate);
    if (publish.getMessageExpiryInterval().isPresent()) {
      message =
          message.withExpiry(Duration.ofSeconds(publish.getMessageExpiryInterval().getAsLong()));
    }
    List<? extends Mqtt5UserProperty> properties = publish.getUserProperties().asList();
    return properties.isEmpty()
        ? message
        : message.withUserProperties(
            properties.stream()
                .map(
                    each -> new UserProperty(each.getName().toString(), each.getValue().toString()))
                .toList());
  }

  static Mqtt5Publish toPublish(MqttMessage message, io.quantunet.mqtt.model.MqttQos defaultQos) {
    Mqtt5PublishBuilder.Complete publish =
        Mqtt5Publish.builder()
            .topic(message.topic())
            .payload(message.payload().toArrayUnsafe())
            .qos(qos(message.qos().orElse(defaultQos)))
            .retain(message.retained());
    if (message.expiry().isPresent()) {
      publish = publish.messageExpiryInterval(message.expiry().get().toSeconds());
    }
    if (!message.userProperties().isEmpty()) {
      publish =
          publish.userProperties(
              Mqtt5UserProperties.of(
                  message.userProperties().stream()
                      .map(each -> Mqtt5UserProperty.of(each.name(), each.value()))
                      .toList()));
    }
    return publish.build();
  }

  static Mqtt5Publish toPublish(MqttWill will) {
    return Mqtt5Publish.builder()
        .topic(will.topic())
        .payload(will.payload().toArrayUnsafe())
        .qos(qos(will.qos()))
        .retain(will.retain())
        .build();
  }

  static MqttQos qos(io.quantunet.mqtt.model.MqttQos qos) {
    return switch (qos) {
      case AT_MOST_ONCE -> MqttQos.AT_MOST_ONCE;
      case AT_LEAST_ONCE -> MqttQos.AT_LEAST_ONCE;
      case EXACTLY_ONCE -> MqttQos.EXACTLY_ONCE;
    };
  }

  static io.quantunet.mqtt.model.MqttQos qos(MqttQos qos) {
    return switch (qos) {
      case AT_MOST_ONCE -> io.quantunet.mqtt.model.MqttQos.AT_MOST_ONCE;
      case AT_LEAST_ONCE -> io.quantunet.mqtt.model.MqttQos.AT_LEAST_ONCE;
      case EXACTLY_ONCE -> io.quantunet.mqtt.model.MqttQos.EXACTLY_ONCE;
    };
  }
}
