package io.quantunet.mqtt.settings;

import java.util.Arrays;
import java.util.Locale;

/** Where brokers differ in a way that costs messages. */
public enum BrokerProfile {
  /** Any broker that keeps to the standard. */
  GENERIC(true),
  /** HiveMQ, embedded or not: honours the receive maximum. */
  HIVEMQ(true),
  /**
   * Mosquitto 2.0: sends more than the client's receive maximum (measured with 2.0.11), which
   * obliges the client to leave (once: it is not announced again). The flight is bounded by the
   * broker's own {@code max_inflight_messages} (20 by default) instead.
   */
  MOSQUITTO(false);

  private final boolean honoursReceiveMaximum;

  BrokerProfile(boolean honoursReceiveMaximum) {
    this.honoursReceiveMaximum = honoursReceiveMaximum;
  }

  /** Whether the source's buffer size may be announced as the receive maximum. */
  public boolean honoursReceiveMaximum() {
    return honoursReceiveMaximum;
  }

  /**
   * The profile of a name in any case.
   *
   * @throws IllegalArgumentException naming the profiles that there are
   */
  public static BrokerProfile of(String name) {
    return Arrays.stream(values())
        .filter(profile -> profile.name().equalsIgnoreCase(name))
        .findFirst()
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "The broker profile '"
                        + name
                        + "' is unknown: write one of "
                        + Arrays.toString(values()).toLowerCase(Locale.ROOT)
                        + "."));
  }
}
