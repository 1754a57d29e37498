package io.quantunet.trainer.bench;

import java.util.List;

/**
 * Seconds of the timed steps of one trainer in one precision.
 *
 * @param seconds of each step, at least one
 */
record StepTimes(List<Double> seconds) {

  StepTimes {
    if (seconds.isEmpty()) {
      throw new IllegalArgumentException("no step was timed");
    }
    seconds = seconds.stream().sorted().toList();
  }

  /** The fastest step: the one that other programs disturbed least. */
  double minimum() {
    return seconds.get(0);
  }

  double median() {
    int middle = seconds.size() / 2;
    return seconds.size() % 2 == 1
        ? seconds.get(middle)
        : (seconds.get(middle - 1) + seconds.get(middle)) / 2;
  }
}
