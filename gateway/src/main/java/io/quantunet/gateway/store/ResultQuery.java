package io.quantunet.gateway.store;

import io.quantunet.proto.Outcome;
import java.util.Optional;

/**
 * Which results are wanted, newest first.
 *
 * @param device only this device's; any if empty
 * @param session only this session's; any if empty
 * @param outcome only this outcome; any if {@code OUTCOME_UNSPECIFIED}
 * @param before only rows with a smaller id; {@code Long.MAX_VALUE} for the newest
 * @param limit rows at most, positive
 */
public record ResultQuery(String device, String session, Outcome outcome, long before, int limit) {

  /** The newest results of all devices. */
  public static ResultQuery newest(int limit) {
    return new ResultQuery("", "", Outcome.OUTCOME_UNSPECIFIED, Long.MAX_VALUE, limit);
  }

  Optional<String> deviceFilter() {
    return device.isEmpty() ? Optional.empty() : Optional.of(device);
  }

  Optional<String> sessionFilter() {
    return session.isEmpty() ? Optional.empty() : Optional.of(session);
  }

  Optional<String> outcomeFilter() {
    return outcome == Outcome.OUTCOME_UNSPECIFIED
        ? Optional.empty()
        : Optional.of(OutcomeNames.of(outcome));
  }
}
