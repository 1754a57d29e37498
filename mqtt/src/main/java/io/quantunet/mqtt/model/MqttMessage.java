package io.quantunet.mqtt.model;

import akka.util.ByteString;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * An MQTT message, to be published or received. Immutable.
 *
 * <p>{@link #duplicate()} is meaningful on received messages only; {@link #qos()} is always present
 * there, and on a message to be published its absence means the publisher's default.
 */
public final class MqttMessage {

  private final String topic;
  private final ByteString payload;
  private final MqttQos qos;
  private final boolean retained;
  private final boolean duplicate;
  private final List<UserProperty> userProperties;
  private final Duration expiry;

  private MqttMessage(
      String topic,
      ByteString payload,
      MqttQos qos,
      boolean retained,
      boolean duplicate,
      List<UserProperty> userProperties,
      Duration expiry) {
    this.topic = Objects.requireNonNull(topic, "topic");
    this.payload = Objects.requireNonNull(payload, "payload");
    this.qos = qos;
    this.retained = retained;
    this.duplicate = duplicate;
    this.userProperties = userProperties;
    this.expiry = expiry;
  }

  /** A message for {@code topic} (no wildcards), not retained, with the publisher's default QoS. */
  public static MqttMessage create(String topic, ByteString payload) {
    return new MqttMessage(topic, payload, null, false, false, List.of(), null);
  }

  /** The topic's name. */
  public String topic() {
    return topic;
  }

  /** The content, 0 to 268,435,455 bytes; a broker may allow less. */
  public ByteString payload() {
    return payload;
  }

  /** The guarantee; absent: the publisher's default. */
  public Optional<MqttQos> qos() {
    return Optional.ofNullable(qos);
  }

  /**
   * To be published: whether the broker keeps it for later subscribers. Received: whether it was
   * such a one.
   */
  public boolean retained() {
    return retained;
  }

  /** Received: the broker may have delivered it before, for example in a connection that broke. */
  public boolean duplicate() {
    return duplicate;
  }

  /** In the order of the packet. */
  public List<UserProperty> userProperties() {
    return userProperties;
  }

  /** The first value under this name. */
  public Optional<String> userProperty(String name) {
    return userProperties.stream()
        .filter(property -> property.name().equals(name))
        .map(UserProperty::value)
        .findFirst();
  }

  /** How long the broker may keep it for a client that is away; whole seconds; absent: for ever. */
  public Optional<Duration> expiry() {
    return Optional.ofNullable(expiry);
  }

  /** The same message with this topic. */
  public MqttMessage withTopic(String topic) {
    return new MqttMessage(topic, payload, qos, retained, duplicate, userProperties, expiry);
  }

  /** The same message with this content. */
  public MqttMessage withPayload(ByteString payload) {
    return new MqttMessage(topic, payload, qos, retained, duplicate, userProperties, expiry);
  }

  /** The same message with this guarantee. */
  public MqttMessage withQos(MqttQos qos) {
    return new MqttMessage(topic, payload, qos, retained, duplicate, userProperties, expiry);
  }

  /** The same message, retained by the broker or not. */
  public MqttMessage withRetained(boolean retained) {
    return new MqttMessage(topic, payload, qos, retained, duplicate, userProperties, expiry);
  }

  /** The same message, marked as a possible repetition or not; brokers ignore it on a publish. */
  public MqttMessage withDuplicate(boolean duplicate) {
    return new MqttMessage(topic, payload, qos, retained, duplicate, userProperties, expiry);
  }

  /** The same message with one more user property. */
  public MqttMessage withUserProperty(String name, String value) {
    List<UserProperty> more = new ArrayList<>(userProperties);
    more.add(new UserProperty(name, value));
    return withUserProperties(more);
  }

  /** The same message with these user properties only. */
  public MqttMessage withUserProperties(List<UserProperty> userProperties) {
    return new MqttMessage(
        topic, payload, qos, retained, duplicate, List.copyOf(userProperties), expiry);
  }

  /**
   * The same message, dropped by the broker after {@code expiry}.
   *
   * @param expiry 0 s to 4,294,967,295 s; fractions of a second are cut off
   */
  public MqttMessage withExpiry(Duration expiry) {
    return new MqttMessage(topic, payload, qos, retained, duplicate, userProperties, expiry);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof MqttMessage that
        && topic.equals(that.topic)
        && payload.equals(that.payload)
        && qos == that.qos
        && retained == that.retained
        && duplicate == that.duplicate
        && userProperties.equals(that.userProperties)
        && Objects.equals(expiry, that.expiry);
  }

  @Override
  public int hashCode() {
    return Objects.hash(topic, payload, qos, retained, duplicate, userProperties, expiry);
  }

  @Override
  public String toString() {
    return "MqttMessage(%s, %d bytes, qos=%s%s%s)"
        .formatted(
            topic,
            payload.length(),
            qos,
            retained ? ", retained" : "",
            duplicate ? ", duplicate" : "");
  }
}
