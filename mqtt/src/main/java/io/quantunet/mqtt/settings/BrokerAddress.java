package io.quantunet.mqtt.settings;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.Locale;

/**
 * Where a broker listens.
 *
 * @param host name or address
 * @param port 1..65,535
 * @param tls whether the connection is encrypted
 */
public record BrokerAddress(String host, int port, boolean tls) {

  private static final int PLAIN_PORT = 1883;
  private static final int TLS_PORT = 8883;

  /**
   * Reads {@code tcp://host:port}, {@code mqtt://host:port} (plain; port 1883 if absent), {@code
   * ssl://host:port} or {@code mqtts://host:port} (TLS; 8883).
   *
   * @throws IllegalArgumentException when it is none of these
   */
  public static BrokerAddress parse(String url) {
    try {
      URI uri = new URI(url);
      String scheme = uri.getScheme() == null ? "" : uri.getScheme().toLowerCase(Locale.ROOT);
      boolean plain = scheme.equals("tcp") || scheme.equals("mqtt");
      boolean tls = scheme.equals("ssl") || scheme.equals("mqtts");
      if ((plain || tls)
          && uri.getHost() != null
          && uri.getPort() != 0
          && uri.getPort() <= 65_535) {
        int standardPort = tls ? TLS_PORT : PLAIN_PORT;
        return new BrokerAddress(
            uri.getHost(), uri.getPort() < 0 ? standardPort : uri.getPort(), tls);
      }
    } catch (URISyntaxException e) {
      throw malformed(url, e);
    }
    throw malformed(url, null);
  }

  private static IllegalArgumentException malformed(String url, Throwable cause) {
    return new IllegalArgumentException(
        "The broker URL '" + url + "' is not one: write tcp://HOST:PORT or ssl://HOST:PORT.",
        cause);
  }

  /** The URL in its canonical form. */
  @Override
  public String toString() {
    return (tls ? "ssl://" : "tcp://") + host + ":" + port;
  }
}
