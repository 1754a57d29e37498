package io.quantunet.edge.ingest;

import io.quantunet.mqtt.model.MqttMessageWithAck;
import io.quantunet.proto.Topics;
import java.time.Duration;

/**
 * A message on a frame topic, to be acknowledged once its result is safe.
 *
 * @param delivery the message
 * @param nanos when it arrived, {@link System#nanoTime()}
 */
record Arrival(MqttMessageWithAck delivery, long nanos) {

  /** Stands for a device whose name in the topic is not a name. */
  static final String UNKNOWN_DEVICE = "unknown";

  static Arrival now(MqttMessageWithAck delivery) {
    return new Arrival(delivery, System.nanoTime());
  }

  /** The device as the topic says, which the broker's access rules can vouch for. */
  String device() {
    return Topics.lastLevel(delivery.message().topic()).orElse(UNKNOWN_DEVICE);
  }

  Duration age() {
    return Duration.ofNanos(System.nanoTime() - nanos);
  }
}
