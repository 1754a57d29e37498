package io.quantunet.mqtt.settings;

import akka.util.ByteString;
import io.quantunet.mqtt.model.MqttQos;
import java.util.Objects;

/**
 * What the broker publishes for this client when the client is lost without a farewell.
 *
 * @param topic no wildcards
 * @param payload may be empty
 * @param qos the guarantee
 * @param retain whether the broker keeps it for later subscribers
 */
public record MqttWill(String topic, ByteString payload, MqttQos qos, boolean retain) {

  /** Checks that all are there. */
  public MqttWill {
    Objects.requireNonNull(topic, "topic");
    Objects.requireNonNull(payload, "payload");
    Objects.requireNonNull(qos, "qos");
  }
}
