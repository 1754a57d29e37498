package io.quantunet.driver;

import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
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

  /** What is left until the first of its deadlines, or of a time if that ends before. */
  Duration within(Duration time, Instant now) {
    return jobs.stream()
        .flatMap(job -> job.request().deadline().stream())
        .map(deadline -> Duration.between(now, deadline))
        .filter(left -> left.compareTo(time) < 0)
        .min(Comparator.naturalOrder())
        .orElse(time);
  }

  boolean isOf(long other) {
    return id == other;
  }
}
