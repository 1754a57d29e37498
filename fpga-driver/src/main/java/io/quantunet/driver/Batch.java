package io.quantunet.driver;

import java.util.List;

/**
 * Frames that an engine computes together.
 *
 * @param id unique within the driver, also among jobs
 * @param jobs at least one
 */
record Batch(long id, List<Job> jobs) {

  Batch {
    jobs = List.copyOf(jobs);
  }

  boolean isOf(long other) {
    return id == other;
  }
}
