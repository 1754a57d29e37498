package io.quantunet.mqtt;

import akka.Done;
import akka.NotUsed;
import akka.stream.javadsl.Flow;
import akka.stream.javadsl.Keep;
import akka.stream.javadsl.Sink;
import io.quantunet.mqtt.model.MqttMessage;
import io.quantunet.mqtt.model.MqttPublish;
import io.quantunet.mqtt.model.MqttQos;
import io.quantunet.mqtt.settings.MqttConnectionSettings;
import java.util.concurrent.CompletionStage;

/** Sinks that publish. For a result per message see {@link MqttFlow#publish}. */
public final class MqttSink {

  private MqttSink() {}

  /**
   * Publishes every message over a connection of its own, many at a time and in order.
   *
   * @param defaultQos for messages that do not say
   * @return the materialized value completes when the stream has ended and the broker has every
   *     message; it fails (and cancels the stream) with {@link
   *     io.quantunet.mqtt.model.MqttPublishException} when the broker refuses one
   */
  public static Sink<MqttMessage, CompletionStage<Done>> create(
      MqttConnectionSettings settings, MqttQos defaultQos) {
    return Flow.<MqttMessage>create()
        .map(message -> message.qos().isPresent() ? message : message.withQos(defaultQos))
        .map(message -> new MqttPublish<>(message, NotUsed.getInstance()))
        .via(MqttFlow.publish(settings, MqttFlow.DEFAULT_PARALLELISM))
        .map(MqttFlow::required)
        .toMat(Sink.ignore(), Keep.right());
  }
}
