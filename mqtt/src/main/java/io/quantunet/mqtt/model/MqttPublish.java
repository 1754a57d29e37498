package io.quantunet.mqtt.model;

import java.util.Objects;

/**
 * A message to be published with something of the caller's that comes back with its result.
 *
 * @param message what is published
 * @param context the caller's own, not sent; for example what to acknowledge afterwards
 */
public record MqttPublish<C>(MqttMessage message, C context) {

  /** Checks that both are there. */
  public MqttPublish {
    Objects.requireNonNull(message, "message");
    Objects.requireNonNull(context, "context");
  }
}
