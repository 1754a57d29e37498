package io.quantunet.driver.engine.conformance;

import io.quantunet.driver.verify.Trial;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;

/** Counts the codes that were compared, and says once per reason what was skipped. */
final class Tally {

  private final Set<String> reasons = new HashSet<>();
  private long compared = 0;

  long compared() {
    return compared;
  }

  boolean takes(EngineUnderTest engine, Trial trial) {
    Optional<String> refusal = engine.refusal(trial);
    refusal
        .filter(reasons::add)
        .ifPresent(reason -> System.out.println("SKIPPED: " + reason + ", e.g. " + trial.name()));
    return refusal.isEmpty();
  }

  /** The outcome's difference, if it has one. */
  Optional<String> count(Trial.Outcome outcome) {
    compared += outcome.compared();
    return outcome.firstDifference();
  }
}
