package io.quantunet.simulator.load;

import io.quantunet.proto.Outcome;
import java.util.Map;

/**
 * What became of a fleet's frames.
 *
 * @param session the session id of every device in this run
 * @param framesSent frames handed to the connections
 * @param framesAcknowledged of these, acknowledged by the broker (PUBACK)
 * @param framesFailed of these, refused by the broker or lost with a connection that was closed
 * @param feedbackAcknowledged messages of feedback that the broker has
 * @param frameBytes bytes of the acknowledged frames, as messages
 * @param seconds from the start to the last acknowledgement so far
 * @param results results seen, by outcome; empty if they are not watched
 * @param latencyCount results whose latency is in the figures below
 * @param latencyP50Ms median time from a frame's capture to the arrival of its result, ms
 * @param latencyP90Ms 90 % arrived within this, ms
 * @param latencyP99Ms 99 % arrived within this, ms
 * @param latencyMaxMs the slowest, ms
 */
public record FleetReport(
    String session,
    long framesSent,
    long framesAcknowledged,
    long framesFailed,
    long feedbackAcknowledged,
    long frameBytes,
    double seconds,
    Map<Outcome, Long> results,
    long latencyCount,
    double latencyP50Ms,
    double latencyP90Ms,
    double latencyP99Ms,
    double latencyMaxMs) {

  /** Frames acknowledged a second. */
  public double framesPerSecond() {
    return seconds > 0 ? framesAcknowledged / seconds : 0;
  }

  /** Results of any outcome. */
  public long resultsReceived() {
    return results.values().stream().mapToLong(Long::longValue).sum();
  }
}
