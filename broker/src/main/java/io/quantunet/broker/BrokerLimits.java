package io.quantunet.broker;

/**
 * What the broker keeps and lets through, each as a number of its own: HiveMQ's defaults (1,000
 * queued messages, 10 in flight) lose acknowledged frames behind a slow subscriber without a word.
 *
 * @param queuedMessagesPerClient messages kept for one client that does not take them; the newest
 *     is dropped beyond; at least 1
 * @param receiveMaximum QoS 1 and 2 publishes that one client may have unacknowledged, 1..65,535
 * @param maximumPacketBytes the largest MQTT packet, 1..268,435,460 bytes
 */
public record BrokerLimits(
    int queuedMessagesPerClient, int receiveMaximum, int maximumPacketBytes) {

  private static final int MIB = 1024 * 1024;
  private static final int PROTOCOL_MAXIMUM_PACKET_BYTES = 268_435_460;

  /**
   * 100,000 queued messages, 65,535 in flight, packets of up to 72 MiB: the largest model bundle
   * and its headers.
   */
  public static final BrokerLimits DEFAULT = new BrokerLimits(100_000, 65_535, 72 * MIB);

  /** Checks the ranges; throws {@link IllegalArgumentException} that names the limit. */
  public BrokerLimits {
    check("queuedMessagesPerClient", queuedMessagesPerClient, Integer.MAX_VALUE);
    check("receiveMaximum", receiveMaximum, 65_535);
    check("maximumPacketBytes", maximumPacketBytes, PROTOCOL_MAXIMUM_PACKET_BYTES);
  }

  private static void check(String name, int value, int maximum) {
    if (value < 1 || value > maximum) {
      throw new IllegalArgumentException(name + " must be 1.." + maximum + ", not " + value);
    }
  }
}
