package io.quantunet.trainer.service;

import akka.Done;
import akka.actor.typed.ActorSystem;
import akka.japi.Pair;
import akka.stream.BoundedSourceQueue;
import akka.stream.QueueOfferResult;
import akka.stream.javadsl.Keep;
import akka.stream.javadsl.Sink;
import akka.stream.javadsl.Source;
import akka.util.ByteString;
import com.google.protobuf.Message;
import io.quantunet.mqtt.MqttConnection;
import io.quantunet.mqtt.MqttFlow;
import io.quantunet.mqtt.model.MqttMessage;
import io.quantunet.mqtt.model.MqttPublish;
import io.quantunet.mqtt.model.MqttPublishResult;
import io.quantunet.mqtt.model.MqttQos;
import io.quantunet.mqtt.settings.MqttWill;
import io.quantunet.proto.MessageCodec;
import io.quantunet.proto.RolloutCommand;
import io.quantunet.proto.Topics;
import io.quantunet.proto.TrainerStatus;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The trainer's messages on their way to the broker: one after the other, QoS 1, retained. While
 * the broker is away they wait.
 */
final class MqttOutbox implements Outbox {

  private static final Logger log = LoggerFactory.getLogger(MqttOutbox.class);

  /** Statuses come every few seconds at most, so this is minutes without a broker. */
  private static final int WAITING = 256;

  private final Topics topics;
  private final BoundedSourceQueue<MqttPublish<Consumer<Optional<String>>>> queue;
  private final CompletionStage<Done> drained;

  MqttOutbox(ActorSystem<?> system, MqttConnection connection, Topics topics) {
    this.topics = topics;
    Pair<BoundedSourceQueue<MqttPublish<Consumer<Optional<String>>>>, CompletionStage<Done>>
        stages =
            Source.<MqttPublish<Consumer<Optional<String>>>>queue(WAITING)
                .via(MqttFlow.<Consumer<Optional<String>>>publish(connection, 1))
                .toMat(Sink.foreach(MqttOutbox::tell), Keep.both())
                .run(system);
    this.queue = stages.first();
    this.drained = stages.second();
  }

  /**
   * What the broker says in the trainer's place if the trainer is lost without a farewell: else a
   * training would seem to go on for ever.
   *
   * @param startedUs when the trainer started, microseconds since 1970; nobody knows when it dies
   */
  static MqttWill will(Topics topics, long startedUs) {
    TrainerStatus gone =
        TrainerStatus.newBuilder()
            .setFormatVersion(MessageCodec.FORMAT_VERSION)
            .setState(TrainerStatus.State.STATE_FAILED)
            .setDetail(
                "the trainer is gone without a farewell: its process or its network broke down;"
                    + " restart it if it does not come back")
            .setTimeUs(startedUs)
            .build();
    return new MqttWill(
        topics.trainerStatus(),
        ByteString.fromArrayUnsafe(gone.toByteArray()),
        MqttQos.AT_LEAST_ONCE,
        true);
  }

  @Override
  public void publish(TrainerStatus status) {
    offer(topics.trainerStatus(), status, refusal -> refusal.ifPresent(MqttOutbox::logRefusal));
  }

  @Override
  public void publish(RolloutCommand rollout, Consumer<Optional<String>> ended) {
    offer(topics.rollout(), rollout, ended);
  }

  /**
   * Takes no more messages.
   *
   * @return completes when the broker has, or has refused, all that it took; fails if the
   *     connection came to nothing before
   */
  CompletionStage<Done> close() {
    try {
      queue.complete();
    } catch (IllegalStateException over) {
      log.debug("trainer: the connection ended before its messages", over);
    }
    return drained;
  }

  private void offer(String topic, Message content, Consumer<Optional<String>> ended) {
    MqttMessage message =
        MqttMessage.create(topic, ByteString.fromArrayUnsafe(content.toByteArray()))
            .withQos(MqttQos.AT_LEAST_ONCE)
            .withRetained(true);
    if (queue.offer(new MqttPublish<>(message, ended)) != QueueOfferResult.enqueued()) {
      ended.accept(
          Optional.of("too many messages wait for the broker, or the trainer is stopping"));
    }
  }

  private static void tell(MqttPublishResult<Consumer<Optional<String>>> result) {
    Optional<String> refusal =
        result instanceof MqttPublishResult.Refused<Consumer<Optional<String>>> refused
            ? Optional.of(refused.reason())
            : Optional.empty();
    result.context().accept(refusal);
  }

  private static void logRefusal(String reason) {
    log.warn("trainer: a status was not published: {}", reason);
  }
}
