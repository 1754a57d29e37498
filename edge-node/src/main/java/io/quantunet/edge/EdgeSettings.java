package io.quantunet.edge;

import com.typesafe.config.Config;
import io.quantunet.driver.DriverSettings;
import io.quantunet.edge.ingest.IngestSettings;
import io.quantunet.mqtt.settings.BrokerProfile;
import io.quantunet.mqtt.settings.MqttConnectionSettings;
import io.quantunet.proto.Names;
import java.nio.file.Path;
import java.time.Duration;

/**
 * What an edge can be told; the keys are in {@code reference.conf}.
 *
 * @param site whose topics it serves; see {@link Names}
 * @param edge its name within the site; see {@link Names}
 * @param mqtt how to reach the broker; a second client beside it has "-models" after its name
 * @param ingest how frames are taken in
 * @param modelFile the model of the start
 * @param driver how the model is run
 * @param deviceSilence a device's session is forgotten after this long without a frame
 * @param maxDevices devices with a session at a time, from 1; frames of others are rejected
 * @param installTimeout a rolled-out model that is not installed by then counts as refused
 * @param stopTimeout how long a stop waits for the frames in flight
 */
public record EdgeSettings(
    String site,
    String edge,
    MqttConnectionSettings mqtt,
    IngestSettings ingest,
    Path modelFile,
    DriverSettings driver,
    Duration deviceSilence,
    int maxDevices,
    Duration installTimeout,
    Duration stopTimeout) {

  private static final String PATH = "quantunet.edge";

  /**
   * @throws IllegalArgumentException naming the setting that is out of range
   */
  public EdgeSettings {
    Names.require("site", site);
    Names.require("edge", edge);
    requirePositive("device-silence", deviceSilence);
    if (maxDevices < 1) {
      throw new IllegalArgumentException(
          "%s.max-devices must be at least 1, not %d".formatted(PATH, maxDevices));
    }
    requirePositive("install-timeout", installTimeout);
    requirePositive("stop-timeout", stopTimeout);
  }

  /**
   * From the whole configuration of the process: {@code quantunet.edge} and {@code
   * quantunet.driver}.
   *
   * @throws IllegalArgumentException naming the setting that is out of range
   * @throws com.typesafe.config.ConfigException naming the key that is missing or of another type
   */
  public static EdgeSettings fromConfig(Config config) {
    Config edge = config.getConfig(PATH);
    return new EdgeSettings(
        edge.getString("site"),
        edge.getString("edge"),
        mqtt(edge.getString("edge"), edge.getConfig("mqtt")),
        new IngestSettings(
            edge.getInt("in-flight-budget"),
            edge.getDuration("queue-full-pause"),
            edge.getDuration("answer-timeout")),
        Path.of(edge.getString("model")),
        DriverSettings.fromConfig(config),
        edge.getDuration("device-silence"),
        edge.getInt("max-devices"),
        edge.getDuration("install-timeout"),
        edge.getDuration("stop-timeout"));
  }

  /** The same with another site. */
  public EdgeSettings withSite(String newSite) {
    return new EdgeSettings(
        newSite,
        edge,
        mqtt,
        ingest,
        modelFile,
        driver,
        deviceSilence,
        maxDevices,
        installTimeout,
        stopTimeout);
  }

  /** The same with another broker. */
  public EdgeSettings withMqtt(MqttConnectionSettings newMqtt) {
    return new EdgeSettings(
        site,
        edge,
        newMqtt,
        ingest,
        modelFile,
        driver,
        deviceSilence,
        maxDevices,
        installTimeout,
        stopTimeout);
  }

  /**
   * The same at another broker; credentials and session expiry are kept.
   *
   * @throws IllegalArgumentException if the URL is malformed
   */
  public EdgeSettings withBroker(String url, BrokerProfile profile) {
    MqttConnectionSettings changed =
        MqttConnectionSettings.create(url, mqtt.clientId())
            .withCleanStart(mqtt.cleanStart())
            .withSessionExpiry(mqtt.sessionExpiry())
            .withProfile(profile);
    return withMqtt(
        mqtt.credentials()
            .map(user -> changed.withAuth(user.username(), user.password()))
            .orElse(changed));
  }

  /** The same with another model file. */
  public EdgeSettings withModelFile(Path newModelFile) {
    return new EdgeSettings(
        site,
        edge,
        mqtt,
        ingest,
        newModelFile,
        driver,
        deviceSilence,
        maxDevices,
        installTimeout,
        stopTimeout);
  }

  /** The same with other settings of the driver. */
  public EdgeSettings withDriver(DriverSettings newDriver) {
    return new EdgeSettings(
        site,
        edge,
        mqtt,
        ingest,
        modelFile,
        newDriver,
        deviceSilence,
        maxDevices,
        installTimeout,
        stopTimeout);
  }

  private static MqttConnectionSettings mqtt(String clientId, Config config) {
    return MqttConnectionSettings.fromConfig(config, clientId)
        .withSessionExpiry(config.getDuration("session-expiry"));
  }

  private static void requirePositive(String key, Duration duration) {
    if (duration.isNegative() || duration.isZero()) {
      throw new IllegalArgumentException(
          "%s.%s must be positive, not %s".formatted(PATH, key, duration));
    }
  }
}
