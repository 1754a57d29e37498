package io.quantunet.gateway;

import com.typesafe.config.Config;
import io.quantunet.gateway.store.DatabaseSettings;
import io.quantunet.mqtt.settings.MqttConnectionSettings;
import io.quantunet.proto.Names;

/**
 * Everything that a gateway needs to know.
 *
 * @param site which site's topics; see {@link Names}
 * @param mqtt how to reach the broker; a second client beside it has "-frames" after its name
 * @param bind address that the page listens on
 * @param port its port, 0..65535; 0 = any free one
 * @param database where results are kept
 * @param framesPerDevice newest frames kept in memory of each device, positive
 * @param framesMemoryBytes encoded bytes of those frames over all devices, positive
 */
public record GatewaySettings(
    String site,
    MqttConnectionSettings mqtt,
    String bind,
    int port,
    DatabaseSettings database,
    int framesPerDevice,
    long framesMemoryBytes) {

  private static final String ROOT = "quantunet.gateway";

  /**
   * @throws IllegalArgumentException naming the setting that is out of range
   */
  public GatewaySettings {
    Names.require("site", site);
    if (port < 0 || port > 65_535) {
      throw new IllegalArgumentException("the gateway's port must be 0..65535, not " + port);
    }
    if (framesPerDevice < 1 || framesMemoryBytes < 1) {
      throw new IllegalArgumentException(
          "frames-per-device and frames-memory must be positive, not %d and %d"
              .formatted(framesPerDevice, framesMemoryBytes));
    }
  }

  /**
   * Reads {@code quantunet.gateway}; the defaults are in this module's {@code reference.conf}.
   *
   * @throws com.typesafe.config.ConfigException naming the key that is missing or of another type
   * @throws IllegalArgumentException naming the setting that is out of range
   */
  public static GatewaySettings fromConfig(Config root) {
    Config config = root.getConfig(ROOT);
    return new GatewaySettings(
        config.getString("site"),
        mqtt(config.getConfig("mqtt")),
        config.getString("http.bind"),
        config.getInt("http.port"),
        database(config.getConfig("database")),
        config.getInt("page.frames-per-device"),
        config.getBytes("page.frames-memory"));
  }

  /** The same with another site. */
  public GatewaySettings withSite(String newSite) {
    return new GatewaySettings(
        newSite, mqtt, bind, port, database, framesPerDevice, framesMemoryBytes);
  }

  /** The same with another broker. */
  public GatewaySettings withMqtt(MqttConnectionSettings newMqtt) {
    return new GatewaySettings(
        site, newMqtt, bind, port, database, framesPerDevice, framesMemoryBytes);
  }

  /** The same on another address and port. */
  public GatewaySettings withAddress(String newBind, int newPort) {
    return new GatewaySettings(
        site, mqtt, newBind, newPort, database, framesPerDevice, framesMemoryBytes);
  }

  /** The same with another database, user and pool unchanged. */
  public GatewaySettings withDatabaseUrl(String url) {
    DatabaseSettings changed =
        new DatabaseSettings(
            url,
            database.user(),
            database.password(),
            database.poolSize(),
            database.connectTimeout());
    return new GatewaySettings(site, mqtt, bind, port, changed, framesPerDevice, framesMemoryBytes);
  }

  private static MqttConnectionSettings mqtt(Config config) {
    return MqttConnectionSettings.fromConfig(config, config.getString("client-id"))
        .withSessionExpiry(config.getDuration("session-expiry"));
  }

  private static DatabaseSettings database(Config config) {
    return new DatabaseSettings(
        config.getString("url"),
        config.getString("user"),
        config.getString("password"),
        config.getInt("pool-size"),
        config.getDuration("connect-timeout"));
  }
}
