package io.quantunet.driver.engine.conformance;

import io.quantunet.driver.verify.Trial;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** The checks of the integer model: the same for engines and for mutants. */
final class ConformanceChecks {

  private ConformanceChecks() {}

  /**
   * One check.
   *
   * @param name what it looks at
   * @param trials made anew, and lazily, for each engine
   */
  record Check(String name, TrialSource trials) {

    /** The first difference, if there is one; counts what is compared. */
    Optional<String> firstDifference(EngineUnderTest engine, Tally tally) {
      try (Stream<Trial> all = trials.open()) {
        return all.filter(trial -> tally.takes(engine, trial))
            .flatMap(trial -> tally.count(trial.run(engine.oracle(), engine::executor)).stream())
            .findFirst();
      }
    }
  }

  /** Makes trials. */
  @FunctionalInterface
  interface TrialSource {
    Stream<Trial> open();
  }

  /** Each looks at one property; small, so that they can be run on many mutants. */
  static List<Check> all() {
    return Stream.of(RequantizationChecks.all(), LayerChecks.all(), NetChecks.all())
        .flatMap(List::stream)
        .toList();
  }

  /** The first check that an engine fails, with the difference; empty if it conforms. */
  static Optional<String> firstFailure(EngineUnderTest engine) {
    return all().stream()
        .flatMap(
            check ->
                check.firstDifference(engine, new Tally()).stream()
                    .map(difference -> check.name() + ": " + difference))
        .findFirst();
  }
}
