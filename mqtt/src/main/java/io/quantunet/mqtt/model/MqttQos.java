package io.quantunet.mqtt.model;

/** The delivery guarantee of one message between one client and the broker. */
public enum MqttQos {
  /** QoS 0: may be lost. */
  AT_MOST_ONCE,
  /** QoS 1: may come twice. */
  AT_LEAST_ONCE,
  /** QoS 2: comes once, for two round trips. */
  EXACTLY_ONCE
}
