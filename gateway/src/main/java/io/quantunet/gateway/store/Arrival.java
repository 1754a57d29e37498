package io.quantunet.gateway.store;

import io.quantunet.proto.Segmentation;

/**
 * Something an edge said of a frame, validated, on its way into the store.
 *
 * <p>All texts fit their columns; see {@code gateway.ingest}.
 */
public sealed interface Arrival {

  /** Microseconds since 1970 at which it arrived here. */
  long receivedTimeUs();

  /**
   * A result whose key can be trusted.
   *
   * @param message the result; its outcome is SEGMENTED, LATE, REJECTED or FAILED
   * @param receivedTimeUs microseconds since 1970
   */
  record Result(Segmentation message, long receivedTimeUs) implements Arrival {}

  /**
   * A report that is counted, because it has no key of its own.
   *
   * @param device the device of the topic
   * @param session the device's session, or empty if it cannot be trusted
   * @param kind what is reported
   * @param detail why, one sentence
   * @param receivedTimeUs microseconds since 1970
   */
  record Report(String device, String session, ReportKind kind, String detail, long receivedTimeUs)
      implements Arrival {}
}
