package io.quantunet.mqtt.model;

/** No connection, or not in time; the message says to which broker, why, and what to do. */
public final class MqttConnectionException extends RuntimeException {

  /** With what happened, where, and what to do. */
  public MqttConnectionException(String message) {
    super(message);
  }
}
