package io.quantunet.mqtt.model;

import akka.Done;
import java.util.concurrent.CompletionStage;

/**
 * A received message that the broker keeps, and counts against the in-flight budget, until it is
 * acknowledged.
 */
public interface MqttMessageWithAck {

  /** The message. */
  MqttMessage message();

  /**
   * Tells the broker that the message is done with. <b>Every</b> message must be acknowledged,
   * whatever its outcome: acknowledgements leave in the order of arrival, so one that is missing
   * holds back all behind it and, once the budget is used up, the delivery.
   *
   * <p>May be called from any thread, more than once, and after the connection broke: then the
   * broker delivers the message again (marked {@link MqttMessage#duplicate()}) and that delivery is
   * to be acknowledged.
   *
   * @return completes when the acknowledgement was handed to the connection; never fails
   */
  CompletionStage<Done> ack();
}
