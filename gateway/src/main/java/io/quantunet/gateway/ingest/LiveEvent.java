package io.quantunet.gateway.ingest;

import io.quantunet.gateway.store.Score;
import io.quantunet.proto.Segmentation;

/** Something that a page wants to know at once; only what is stored is told. */
public sealed interface LiveEvent {

  /**
   * A result was stored for the first time, or took the place of one without a mask.
   *
   * @param message the result
   * @param receivedTimeUs when it arrived, microseconds since 1970
   */
  record ResultStored(Segmentation message, long receivedTimeUs) implements LiveEvent {}

  /**
   * A result was compared with the truth.
   *
   * @param score the frame and its Dice
   */
  record ResultScored(Score score) implements LiveEvent {}
}
