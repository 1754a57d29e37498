package io.quantunet.gateway.ingest;

import akka.actor.typed.ActorSystem;
import akka.stream.javadsl.Sink;
import akka.stream.javadsl.Source;
import akka.util.ByteString;
import io.quantunet.mqtt.MqttConnection;
import io.quantunet.mqtt.MqttFlow;
import io.quantunet.mqtt.model.ConnectionState;
import io.quantunet.mqtt.model.MqttMessage;
import io.quantunet.mqtt.model.MqttPublish;
import io.quantunet.mqtt.model.MqttPublishResult;
import io.quantunet.mqtt.model.MqttQos;
import io.quantunet.proto.MessageCodec;
import io.quantunet.proto.RetrainCommand;
import io.quantunet.proto.Topics;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** Asks the trainer for a new model. */
public final class RetrainRequests {

  private final ActorSystem<?> system;
  private final MqttConnection connection;
  private final Topics topics;

  public RetrainRequests(ActorSystem<?> system, MqttConnection connection, Topics topics) {
    this.system = system;
    this.connection = connection;
    this.topics = topics;
  }

  /**
   * Publishes a {@link RetrainCommand} with the trainer's default number of epochs.
   *
   * @return the request's id when the broker has it; fails with {@link IllegalStateException} if
   *     there is no connection, or the broker refuses it
   */
  public CompletionStage<String> send() {
    if (connection.state() != ConnectionState.CONNECTED) {
      return CompletableFuture.failedFuture(
          new IllegalStateException("the MQTT broker cannot be reached; try again when it is"));
    }
    String requestId = "page-" + UUID.randomUUID();
    RetrainCommand command =
        RetrainCommand.newBuilder()
            .setFormatVersion(MessageCodec.FORMAT_VERSION)
            .setRequestId(requestId)
            .build();
    MqttMessage message =
        MqttMessage.create(
                topics.trainerCommands(), ByteString.fromArrayUnsafe(command.toByteArray()))
            .withQos(MqttQos.AT_LEAST_ONCE);
    return Source.single(new MqttPublish<>(message, requestId))
        .via(MqttFlow.<String>publish(connection, 1))
        .runWith(Sink.head(), system)
        .thenCompose(RetrainRequests::requirePublished);
  }

  private static CompletionStage<String> requirePublished(MqttPublishResult<String> result) {
    return result instanceof MqttPublishResult.Refused<String> refused
        ? CompletableFuture.failedFuture(
            new IllegalStateException("the MQTT broker refused the request: " + refused.reason()))
        : CompletableFuture.completedFuture(result.context());
  }
}
