package io.quantunet.gateway.api;

import io.quantunet.gateway.store.OutcomeNames;
import io.quantunet.gateway.store.ResultQuery;
import io.quantunet.proto.FrameKey;
import io.quantunet.proto.Names;
import io.quantunet.proto.Outcome;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** Reads what a request asks for; whatever does not fit is a {@link Problem} of status 400. */
final class Parameters {

  static final int DEFAULT_LIMIT = 100;
  static final int MAX_LIMIT = 1000;

  private static final Set<String> RESULTS =
      new TreeSet<>(Set.of("device", "session", "outcome", "limit", "before"));

  private Parameters() {}

  static ResultQuery results(Map<String, String> given) {
    for (String name : given.keySet()) {
      if (!RESULTS.contains(name)) {
        throw Problem.badRequest(
            "there is no parameter '" + name + "'", "use " + String.join(", ", RESULTS));
      }
    }
    return new ResultQuery(
        given.containsKey("device") ? name("device", given.get("device")) : "",
        given.containsKey("session") ? name("session", given.get("session")) : "",
        given.containsKey("outcome") ? outcome(given.get("outcome")) : Outcome.OUTCOME_UNSPECIFIED,
        given.containsKey("before")
            ? number("before", given.get("before"), 1, Long.MAX_VALUE)
            : Long.MAX_VALUE,
        given.containsKey("limit")
            ? (int) number("limit", given.get("limit"), 1, MAX_LIMIT)
            : DEFAULT_LIMIT);
  }

  static FrameKey key(String device, String session, String sequence) {
    return new FrameKey(
        name("device", device),
        name("session", session),
        number("sequence", sequence, 1, Long.MAX_VALUE));
  }

  static String name(String what, String value) {
    if (!Names.isValid(value)) {
      throw Problem.badRequest(
          "%s '%s' is not a name".formatted(what, shortened(value)),
          "give 1..64 of [A-Za-z0-9_.-]");
    }
    return value;
  }

  private static Outcome outcome(String value) {
    return OutcomeNames.parse(value)
        .orElseThrow(
            () ->
                Problem.badRequest(
                    "outcome '%s' is unknown".formatted(shortened(value)),
                    "use SEGMENTED, LATE, REJECTED or FAILED"));
  }

  private static long number(String what, String value, long least, long most) {
    try {
      long number = Long.parseLong(value);
      if (number >= least && number <= most) {
        return number;
      }
    } catch (NumberFormatException e) {
      // Told below, like a number out of range.
    }
    throw Problem.badRequest(
        "%s '%s' is not a number of that range".formatted(what, shortened(value)),
        "give %d..%d".formatted(least, most));
  }

  private static String shortened(String value) {
    return value.length() <= 80 ? value : value.substring(0, 80) + "...";
  }
}
