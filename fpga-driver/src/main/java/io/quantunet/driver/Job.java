package io.quantunet.driver;

import java.time.Instant;

/**
 * A frame from the moment it was accepted to its one answer.
 *
 * @param id unique within the driver
 * @param request what was asked
 * @param accepted when
 * @param attempt 1, or 2 after a failure
 * @param alone whether it is not computed together with others any more, since that failed
 */
record Job(long id, FpgaDriver.Segment request, Instant accepted, int attempt, boolean alone) {

  static Job first(long id, FpgaDriver.Segment request, Instant accepted) {
    return new Job(id, request, accepted, 1, false);
  }

  boolean isLate(Instant now) {
    return request.deadline().filter(deadline -> !now.isBefore(deadline)).isPresent();
  }

  boolean mayBeRetried() {
    return attempt == 1;
  }

  Job again() {
    return new Job(id, request, accepted, attempt + 1, true);
  }

  /** After a failure for which another of its batch may be to blame. */
  Job apart() {
    return new Job(id, request, accepted, attempt, true);
  }
}
