package io.quantunet.mqtt.settings;

import io.quantunet.mqtt.model.MqttQos;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * Topic filters with the highest QoS that the subscriber wants. Immutable.
 *
 * <p>Filters may have wildcards ({@code +}, {@code #}) and may be shared ({@code
 * $share/group/filter}).
 */
public final class MqttSubscriptions {

  private static final MqttSubscriptions EMPTY = new MqttSubscriptions(Map.of());

  private final Map<String, MqttQos> filters;

  private MqttSubscriptions(Map<String, MqttQos> filters) {
    this.filters = filters;
  }

  /** No subscription: a connection that only publishes. */
  public static MqttSubscriptions empty() {
    return EMPTY;
  }

  /** One subscription. */
  public static MqttSubscriptions create(String topicFilter, MqttQos qos) {
    return EMPTY.addSubscription(topicFilter, qos);
  }

  /** These and one more; the same filter again replaces its QoS. */
  public MqttSubscriptions addSubscription(String topicFilter, MqttQos qos) {
    Map<String, MqttQos> more = new LinkedHashMap<>(filters);
    more.put(topicFilter, qos);
    return new MqttSubscriptions(Collections.unmodifiableMap(more));
  }

  /** QoS by topic filter, in the order in which they were added. */
  public Map<String, MqttQos> filters() {
    return filters;
  }

  @Override
  public String toString() {
    return filters.entrySet().stream()
        .map(filter -> filter.getKey() + " (" + filter.getValue() + ")")
        .collect(Collectors.joining(", "));
  }
}
