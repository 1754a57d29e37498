package io.quantunet.trainer.service;

import io.quantunet.proto.RolloutCommand;
import io.quantunet.proto.TrainerStatus;
import java.util.Optional;
import java.util.function.Consumer;

/** Where the trainer's messages go, in order, retained. */
interface Outbox {

  /** Publishes what the trainer is doing. */
  void publish(TrainerStatus status);

  /**
   * Publishes a model.
   *
   * @param ended gets why it was refused, or nothing when the broker has it; on any thread
   */
  void publish(RolloutCommand rollout, Consumer<Optional<String>> ended);
}
