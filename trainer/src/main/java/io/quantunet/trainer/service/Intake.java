package io.quantunet.trainer.service;

import akka.Done;
import akka.actor.typed.ActorRef;
import akka.actor.typed.ActorSystem;
import akka.actor.typed.DispatcherSelector;
import akka.actor.typed.javadsl.AskPattern;
import akka.japi.Pair;
import akka.stream.javadsl.Keep;
import akka.stream.javadsl.Sink;
import io.quantunet.mqtt.MqttConnection;
import io.quantunet.mqtt.MqttSource;
import io.quantunet.mqtt.model.MqttMessageWithAck;
import io.quantunet.mqtt.model.MqttQos;
import io.quantunet.mqtt.settings.MqttSubscriptions;
import io.quantunet.proto.FrameKey;
import io.quantunet.proto.RetrainCommand;
import io.quantunet.proto.Topics;
import io.quantunet.trainer.run.TrainingException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The stream of all that comes in: read, taken in, acknowledged, one message after the other.
 * Decoding and files are kept off Akka's own threads.
 */
final class Intake {

  /** Unacknowledged messages at most; one feedback may have 12 MiB. */
  static final int IN_FLIGHT = 16;

  private static final Logger log = LoggerFactory.getLogger(Intake.class);
  private static final Duration DECISION_TIMEOUT = Duration.ofSeconds(30);

  private final ActorSystem<?> system;
  private final Executor blocking;
  private final MessageReader reader;
  private final Topics topics;
  private final FeedbackStore store;
  private final Optional<FeedbackFolder> folder;
  private final ActorRef<Trainer.Command> trainer;
  private final TrainerMetrics metrics;
  private final GarbageLog garbage;
  private final CompletableFuture<Done> broken = new CompletableFuture<>();
  private volatile boolean stopping;

  Intake(
      ActorSystem<?> system,
      Topics topics,
      FeedbackStore store,
      Optional<FeedbackFolder> folder,
      ActorRef<Trainer.Command> trainer,
      TrainerMetrics metrics,
      GarbageLog garbage) {
    this.system = system;
    this.blocking = system.dispatchers().lookup(DispatcherSelector.blocking());
    this.reader = new MessageReader(topics);
    this.topics = topics;
    this.store = store;
    this.folder = folder;
    this.trainer = trainer;
    this.metrics = metrics;
    this.garbage = garbage;
  }

  /**
   * Connects, subscribes and runs until the connection is closed. Call it once.
   *
   * @return completes when the broker delivers; fails with what it said if it never will
   */
  CompletionStage<Done> start(MqttConnection connection) {
    Pair<CompletionStage<Done>, CompletionStage<Done>> stages =
        MqttSource.atLeastOnce(connection, subscriptions())
            .mapAsync(1, this::take)
            .toMat(Sink.ignore(), Keep.both())
            .run(system);
    stages.second().whenComplete((done, failure) -> reportEnd(failure));
    return stages.first();
  }

  /** Fails if the stream breaks before it is being stopped; never completes otherwise. */
  CompletionStage<Done> broken() {
    return broken;
  }

  /** What fails from now on is no news. */
  void stopping() {
    stopping = true;
  }

  private MqttSubscriptions subscriptions() {
    // The model first: a command that waited at the broker is then trained from the right one.
    return MqttSubscriptions.create(topics.rollout(), MqttQos.AT_LEAST_ONCE)
        .addSubscription(topics.allFeedback(), MqttQos.AT_LEAST_ONCE)
        .addSubscription(topics.trainerCommands(), MqttQos.AT_LEAST_ONCE);
  }

  private CompletionStage<Done> take(MqttMessageWithAck delivery) {
    return CompletableFuture.supplyAsync(() -> reader.read(delivery.message()), blocking)
        .thenComposeAsync(this::take, blocking)
        .thenCompose(done -> delivery.ack());
  }

  private CompletionStage<Done> take(Incoming incoming) {
    if (incoming instanceof Incoming.Wish wish) {
      return ask(wish.command());
    }
    if (incoming instanceof Incoming.Reviewed reviewed) {
      keep(reviewed.frame());
    } else if (incoming instanceof Incoming.WithoutFrame) {
      metrics.feedbackWithoutFrame();
    } else if (incoming instanceof Incoming.RolledOut rolledOut) {
      trainer.tell(new Trainer.Adopt(rolledOut.model()));
    } else if (incoming instanceof Incoming.Garbage refused) {
      garbage.refuse(refused);
    }
    return CompletableFuture.completedFuture(Done.getInstance());
  }

  private CompletionStage<Done> ask(RetrainCommand command) {
    return AskPattern.ask(
        trainer,
        replyTo -> new Trainer.Retrain(command, replyTo),
        DECISION_TIMEOUT,
        system.scheduler());
  }

  private void keep(ReviewedFrame frame) {
    metrics.feedbackKept();
    for (FrameKey forgotten : store.add(frame)) {
      folder.ifPresent(files -> files.delete(forgotten));
    }
    folder.ifPresent(files -> files.write(frame));
  }

  private void reportEnd(Throwable failure) {
    if (failure != null && !stopping) {
      TrainingException end =
          new TrainingException(
              "nothing arrives any more: %s; what is unacknowledged stays with the broker, restart the trainer"
                  .formatted(failure.getMessage()),
              failure);
      log.error("trainer: {}", end.getMessage());
      broken.completeExceptionally(end);
    }
  }
}
