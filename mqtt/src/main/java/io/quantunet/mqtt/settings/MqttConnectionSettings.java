package io.quantunet.mqtt.settings;

import com.typesafe.config.Config;
import io.quantunet.mqtt.model.ConnectionState;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Consumer;

/** How to reach one broker as one client. Immutable; each {@code withX} gives a changed copy. */
public final class MqttConnectionSettings {

  private static final int MAXIMUM_RECEIVE_MAXIMUM = 65_535;

  private BrokerAddress broker;
  private String clientId;
  private BrokerProfile profile = BrokerProfile.GENERIC;
  private Credentials credentials;
  private Duration keepAlive = Duration.ofSeconds(30);
  private boolean cleanStart = true;
  private Duration sessionExpiry = Duration.ofHours(1);
  private int receiveMaximum;
  private MqttWill will;
  private Duration reconnectMin = Duration.ofMillis(200);
  private Duration reconnectMax = Duration.ofSeconds(10);
  private Duration connectionTimeout = Duration.ofSeconds(10);
  private Duration firstConnectTimeout;
  private Duration quiesceTimeout = Duration.ofSeconds(5);
  private Consumer<ConnectionState> stateListener = state -> {};

  private MqttConnectionSettings() {}

  /**
   * Settings with these defaults: generic broker, no credentials, keep alive 30 s, clean start,
   * session kept for 1 h after the connection breaks, reconnection after 200 ms growing to 10 s,
   * connection timeout 10 s, endless patience for the first connection, 5 s for outstanding
   * acknowledgements at the end.
   *
   * @param broker {@code tcp://HOST:PORT} or {@code ssl://HOST:PORT}; see {@link
   *     BrokerAddress#parse}
   * @param clientId unique at that broker: two clients with the same one throw each other out
   * @throws IllegalArgumentException when the URL is malformed or the client id empty
   */
  public static MqttConnectionSettings create(String broker, String clientId) {
    if (clientId.isEmpty()) {
      throw new IllegalArgumentException("The MQTT client id is empty; give each client its own.");
    }
    MqttConnectionSettings settings = new MqttConnectionSettings();
    settings.broker = BrokerAddress.parse(broker);
    settings.clientId = clientId;
    return settings;
  }

  /**
   * A service's connection from its configuration, with a session that the broker keeps: keys
   * {@code broker}, {@code profile}, {@code username} and {@code password} (empty: anonymous).
   *
   * @param clientId the same from run to run, and nobody else's
   * @throws com.typesafe.config.ConfigException naming the key that is missing or of another type
   * @throws IllegalArgumentException naming the setting that is out of range
   */
  public static MqttConnectionSettings fromConfig(Config mqtt, String clientId) {
    MqttConnectionSettings settings =
        create(mqtt.getString("broker"), clientId).withCleanStart(false).withProfile(profile(mqtt));
    String username = mqtt.getString("username");
    return username.isEmpty() ? settings : settings.withAuth(username, mqtt.getString("password"));
  }

  /** Where the broker is. */
  public BrokerAddress broker() {
    return broker;
  }

  /** The client's name at the broker. */
  public String clientId() {
    return clientId;
  }

  /** The kind of broker. */
  public BrokerProfile profile() {
    return profile;
  }

  /** User and password. */
  public Optional<Credentials> credentials() {
    return Optional.ofNullable(credentials);
  }

  /** Longest silence on the connection before it counts as broken. */
  public Duration keepAlive() {
    return keepAlive;
  }

  /**
   * Whether the first connection discards a session from an earlier run. Reconnections never do.
   */
  public boolean cleanStart() {
    return cleanStart;
  }

  /** How long the broker keeps subscriptions and undelivered messages of a client that is away. */
  public Duration sessionExpiry() {
    return sessionExpiry;
  }

  /** The in-flight budget as announced to the broker, where set by hand. */
  public OptionalInt receiveMaximum() {
    return receiveMaximum == 0 ? OptionalInt.empty() : OptionalInt.of(receiveMaximum);
  }

  /** What the broker publishes when this client is lost. */
  public Optional<MqttWill> will() {
    return Optional.ofNullable(will);
  }

  /** The pause before the first reconnection. */
  public Duration reconnectMin() {
    return reconnectMin;
  }

  /** The longest pause between two attempts. */
  public Duration reconnectMax() {
    return reconnectMax;
  }

  /** How long one attempt may take. */
  public Duration connectionTimeout() {
    return connectionTimeout;
  }

  /** After what time without a first connection to fail; absent: never, keep trying. */
  public Optional<Duration> firstConnectTimeout() {
    return Optional.ofNullable(firstConnectTimeout);
  }

  /** How long a closing connection waits for outstanding acknowledgements and publishes. */
  public Duration quiesceTimeout() {
    return quiesceTimeout;
  }

  /** Told of every change of state. */
  public Consumer<ConnectionState> stateListener() {
    return stateListener;
  }

  /** With another client id, for a second client of the same program. */
  public MqttConnectionSettings withClientId(String clientId) {
    MqttConnectionSettings copy = copy();
    copy.clientId = Objects.requireNonNull(clientId);
    return copy;
  }

  /** With the peculiarities of this broker. */
  public MqttConnectionSettings withProfile(BrokerProfile profile) {
    MqttConnectionSettings copy = copy();
    copy.profile = Objects.requireNonNull(profile);
    return copy;
  }

  /** With user and password. */
  public MqttConnectionSettings withAuth(String username, String password) {
    MqttConnectionSettings copy = copy();
    copy.credentials = new Credentials(username, password);
    return copy;
  }

  /**
   * With this keep alive.
   *
   * @param keepAlive 1 s to 65,535 s
   */
  public MqttConnectionSettings withKeepAlive(Duration keepAlive) {
    requireSeconds("keep alive", keepAlive, 1, 65_535);
    MqttConnectionSettings copy = copy();
    copy.keepAlive = keepAlive;
    return copy;
  }

  /**
   * With or without discarding the session of an earlier run on the first connection.
   *
   * <p>A service that must not miss what comes while it is away says {@code false}. Mosquitto 2.0
   * keeps a session over its own restart only then (measured with 2.0.11).
   */
  public MqttConnectionSettings withCleanStart(boolean cleanStart) {
    MqttConnectionSettings copy = copy();
    copy.cleanStart = cleanStart;
    return copy;
  }

  /**
   * With a session that the broker keeps this long.
   *
   * @param sessionExpiry 1 s to 4,294,967,294 s; a session that ends with its connection would lose
   *     messages
   */
  public MqttConnectionSettings withSessionExpiry(Duration sessionExpiry) {
    requireSeconds("session expiry", sessionExpiry, 1, 4_294_967_294L);
    MqttConnectionSettings copy = copy();
    copy.sessionExpiry = sessionExpiry;
    return copy;
  }

  /**
   * With this in-flight budget instead of the source's buffer size. Toward Mosquitto 2.0 it costs
   * reconnections.
   *
   * @param receiveMaximum 1..65,535
   */
  public MqttConnectionSettings withReceiveMaximum(int receiveMaximum) {
    if (receiveMaximum < 1 || receiveMaximum > MAXIMUM_RECEIVE_MAXIMUM) {
      throw new IllegalArgumentException(
          "The receive maximum must be 1.." + MAXIMUM_RECEIVE_MAXIMUM + ", not " + receiveMaximum);
    }
    MqttConnectionSettings copy = copy();
    copy.receiveMaximum = receiveMaximum;
    return copy;
  }

  /** With this last will. */
  public MqttConnectionSettings withWill(MqttWill will) {
    MqttConnectionSettings copy = copy();
    copy.will = Objects.requireNonNull(will);
    return copy;
  }

  /**
   * With pauses between attempts that double from {@code min} to {@code max}, plus up to a fifth at
   * random so that a restarted broker is not met by all clients at once.
   */
  public MqttConnectionSettings withReconnectBackoff(Duration min, Duration max) {
    if (min.isNegative() || min.isZero() || max.compareTo(min) < 0) {
      throw new IllegalArgumentException(
          "The reconnect back-off must be 0 < min <= max, not " + min + " to " + max);
    }
    MqttConnectionSettings copy = copy();
    copy.reconnectMin = min;
    copy.reconnectMax = max;
    return copy;
  }

  /** With this limit for one attempt. */
  public MqttConnectionSettings withConnectionTimeout(Duration connectionTimeout) {
    MqttConnectionSettings copy = copy();
    copy.connectionTimeout = connectionTimeout;
    return copy;
  }

  /** With a failure when there was no connection within this time, instead of endless patience. */
  public MqttConnectionSettings withFirstConnectTimeout(Duration firstConnectTimeout) {
    MqttConnectionSettings copy = copy();
    copy.firstConnectTimeout = Objects.requireNonNull(firstConnectTimeout);
    return copy;
  }

  /** With this limit for what is outstanding when the connection is closed. */
  public MqttConnectionSettings withQuiesceTimeout(Duration quiesceTimeout) {
    MqttConnectionSettings copy = copy();
    copy.quiesceTimeout = Objects.requireNonNull(quiesceTimeout);
    return copy;
  }

  /**
   * With someone who is told of every change of state; called on the client's thread, must not
   * block.
   */
  public MqttConnectionSettings withStateListener(Consumer<ConnectionState> stateListener) {
    MqttConnectionSettings copy = copy();
    copy.stateListener = Objects.requireNonNull(stateListener);
    return copy;
  }

  private static void requireSeconds(String name, Duration value, long least, long most) {
    if (value.toSeconds() < least || value.toSeconds() > most) {
      throw new IllegalArgumentException(
          "The %s must be %d..%d s, not %s".formatted(name, least, most, value));
    }
  }

  private MqttConnectionSettings copy() {
    MqttConnectionSettings copy = new MqttConnectionSettings();
    copy.broker = broker;
    copy.clientId = clientId;
    copy.profile = profile;
    copy.credentials = credentials;
    copy.keepAlive = keepAlive;
    copy.cleanStart = cleanStart;
    copy.sessionExpiry = sessionExpiry;
    copy.receiveMaximum = receiveMaximum;
    copy.will = will;
    copy.reconnectMin = reconnectMin;
    copy.reconnectMax = reconnectMax;
    copy.connectionTimeout = connectionTimeout;
    copy.firstConnectTimeout = firstConnectTimeout;
    copy.quiesceTimeout = quiesceTimeout;
    copy.stateListener = stateListener;
    return copy;
  }

  private static BrokerProfile profile(Config mqtt) {
    try {
      return BrokerProfile.of(mqtt.getString("profile"));
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException("mqtt.profile: " + e.getMessage(), e);
    }
  }

  /** Client and broker, without secrets. */
  @Override
  public String toString() {
    return clientId + " at " + broker;
  }
}
