package io.quantunet.simulator.load;

import java.time.InstantSource;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.UUID;

/** Session ids that no other run has: the time for people, 32 random bits for certainty. */
final class Sessions {

  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmss", Locale.ROOT).withZone(ZoneOffset.UTC);

  private Sessions() {}

  static String fresh(InstantSource clock) {
    return TIME.format(clock.instant()) + "-" + UUID.randomUUID().toString().substring(0, 8);
  }
}
