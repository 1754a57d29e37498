package io.quantunet.edge.outbox;

import akka.NotUsed;
import akka.stream.javadsl.Flow;
import io.quantunet.mqtt.model.MqttPublish;
import io.quantunet.mqtt.model.MqttPublishResult;

/**
 * Where a result waits until it is safe. What comes out as {@link MqttPublishResult.Published} may
 * be forgotten by the sender, who then acknowledges its frame; an outbox on disk would say so once
 * it has written the result, this edge's one once the broker has it.
 */
public interface Outbox {

  /** Takes results and emits, in the same order, what became of each. */
  <C> Flow<MqttPublish<C>, MqttPublishResult<C>, NotUsed> flow();
}
