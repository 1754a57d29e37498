package io.quantunet.mqtt.model;

/** A sink or a flow without results could not publish a message; the message says which and why. */
public final class MqttPublishException extends RuntimeException {

  /** With the topic and the reason. */
  public MqttPublishException(String message) {
    super(message);
  }
}
