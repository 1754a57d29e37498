package io.quantunet.trainer.service;

import io.quantunet.driver.model.LoadedModel;
import io.quantunet.proto.DecodeException;
import io.quantunet.proto.RetrainCommand;

/** A message, read. */
sealed interface Incoming {

  /** Feedback to learn from. */
  record Reviewed(ReviewedFrame frame) implements Incoming {}

  /** Valid feedback that came without its frame: for the statistics of others. */
  record WithoutFrame() implements Incoming {}

  /** A wish for a new model. */
  record Wish(RetrainCommand command) implements Incoming {}

  /** What the site's edges run from now on. */
  record RolledOut(LoadedModel model) implements Incoming {}

  /** Not what its topic promises. */
  record Garbage(TopicKind kind, String topic, DecodeException problem) implements Incoming {}
}
