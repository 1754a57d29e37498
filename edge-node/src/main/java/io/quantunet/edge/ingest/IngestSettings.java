package io.quantunet.edge.ingest;

import java.time.Duration;

/**
 * How frames are taken in.
 *
 * @param inFlightBudget frames between arrival and acknowledgement, 1..65,535
 * @param queueFullPause how long a frame waits when the driver's queue is full
 * @param answerTimeout a frame that the driver has not answered by then ends as FAILED
 */
public record IngestSettings(int inFlightBudget, Duration queueFullPause, Duration answerTimeout) {

  /**
   * @throws IllegalArgumentException naming the setting that is out of range
   */
  public IngestSettings {
    if (inFlightBudget < 1 || inFlightBudget > 65_535) {
      throw new IllegalArgumentException(
          "in-flight-budget must be 1..65535, not " + inFlightBudget);
    }
  }
}
