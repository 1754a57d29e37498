package io.quantunet.gateway.store;

import io.quantunet.proto.FrameKey;
import io.quantunet.proto.Segmentation;
import java.util.OptionalDouble;

/**
 * A row of the results.
 *
 * @param id order of arrival, increasing
 * @param message the result as its edge published it
 * @param receivedTimeUs when it arrived here, microseconds since 1970
 * @param dice 0..1 against the reviewer's truth; empty if there is none yet
 */
public record StoredResult(
    long id, Segmentation message, long receivedTimeUs, OptionalDouble dice) {

  /** The frame's identity. */
  public FrameKey key() {
    return FrameKey.of(message);
  }

  /**
   * Milliseconds from the frame's capture (device clock) to its result's arrival here (this clock);
   * empty if the capture time is unknown.
   */
  public OptionalDouble latencyMs() {
    return latencyMs(message, receivedTimeUs);
  }

  /** {@link #latencyMs()} of a result that arrived at this time, microseconds since 1970. */
  public static OptionalDouble latencyMs(Segmentation message, long receivedTimeUs) {
    return message.getCaptureTimeUs() == 0
        ? OptionalDouble.empty()
        : OptionalDouble.of((receivedTimeUs - message.getCaptureTimeUs()) / 1000.0);
  }
}
