package io.quantunet.edge.ingest;

import io.quantunet.proto.DecodedFrame;
import io.quantunet.proto.Segmentation;
import java.time.Duration;

/** What became of an arrival when it was read. */
sealed interface Reading {

  /** The message. */
  Arrival arrival();

  /**
   * A valid frame of the topic's device.
   *
   * @param frame without its encoded pixels
   * @param took from its arrival until it was decoded
   */
  record Readable(Arrival arrival, DecodedFrame frame, Duration took) implements Reading {}

  /** Not one; its result says why. */
  record Unreadable(Arrival arrival, Segmentation result) implements Reading {}
}
