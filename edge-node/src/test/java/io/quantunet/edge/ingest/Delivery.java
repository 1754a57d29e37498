package io.quantunet.edge.ingest;

import akka.Done;
import akka.util.ByteString;
import io.quantunet.mqtt.model.MqttMessage;
import io.quantunet.mqtt.model.MqttMessageWithAck;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** A message of probe-1 that nobody waits for. */
record Delivery() implements MqttMessageWithAck {

  @Override
  public MqttMessage message() {
    return MqttMessage.create("qun/v1/test/frames/probe-1", ByteString.emptyByteString());
  }

  @Override
  public CompletionStage<Done> ack() {
    return CompletableFuture.completedStage(Done.getInstance());
  }
}
