package io.quantunet.mqtt.model;

/** How a publish ended. */
public sealed interface MqttPublishResult<C> {

  /** What was to be published. */
  MqttMessage message();

  /** The caller's own. */
  C context();

  /** The broker has it: PUBACK (QoS 1), PUBCOMP (QoS 2) or written to the connection (QoS 0). */
  record Published<C>(MqttMessage message, C context) implements MqttPublishResult<C> {}

  /**
   * The broker refused it, it is larger than the broker allows, or the connection was closed for
   * good.
   *
   * @param reason what happened, for a log
   */
  record Refused<C>(MqttMessage message, C context, String reason)
      implements MqttPublishResult<C> {}
}
