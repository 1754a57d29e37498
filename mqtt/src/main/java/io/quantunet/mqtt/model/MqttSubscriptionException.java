package io.quantunet.mqtt.model;

/**
 * The broker refused a subscription; the message names the topic filter and the broker's reason.
 */
public final class MqttSubscriptionException extends RuntimeException {

  /** With what was refused and why. */
  public MqttSubscriptionException(String message) {
    super(message);
  }
}
