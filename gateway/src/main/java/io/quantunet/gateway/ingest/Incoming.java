package io.quantunet.gateway.ingest;

import io.quantunet.gateway.store.Arrival;
import io.quantunet.gateway.store.Review;
import io.quantunet.proto.DecodeException;
import io.quantunet.proto.DeviceStatus;
import io.quantunet.proto.RolloutReport;
import io.quantunet.proto.TrainerStatus;

/** A message, read. */
sealed interface Incoming {

  /** To be stored: a result, or a report of an edge. */
  record FromEdge(Arrival arrival) implements Incoming {}

  /** To be stored: a reviewer's truth. */
  record FromReviewer(Review review) implements Incoming {}

  /** To be shown: the presence of a device. */
  record Presence(DeviceStatus status) implements Incoming {}

  /** To be shown: what an edge made of a rollout. */
  record Rollout(RolloutReport report) implements Incoming {}

  /** To be shown: what the trainer is doing. */
  record Trainer(TrainerStatus status) implements Incoming {}

  /** To be counted: not what its topic promises. */
  record Garbage(TopicKind kind, String topic, DecodeException problem) implements Incoming {}
}
