package io.quantunet.gateway.store;

import io.quantunet.proto.Outcome;
import java.util.Locale;
import java.util.Optional;

/** Outcomes as people, columns and JSON name them: {@code SEGMENTED}, {@code LATE}, ... */
public final class OutcomeNames {

  private static final String PREFIX = "OUTCOME_";

  private OutcomeNames() {}

  /** The short name of a known outcome. */
  public static String of(Outcome outcome) {
    return outcome.name().substring(PREFIX.length());
  }

  /** The outcome of a short name, in any case; empty if there is none. */
  public static Optional<Outcome> parse(String name) {
    String wanted = PREFIX + name.toUpperCase(Locale.ROOT);
    for (Outcome outcome : Outcome.values()) {
      if (outcome.name().equals(wanted)
          && outcome != Outcome.OUTCOME_UNSPECIFIED
          && outcome != Outcome.UNRECOGNIZED) {
        return Optional.of(outcome);
      }
    }
    return Optional.empty();
  }
}
