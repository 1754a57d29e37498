package io.quantunet.gateway.store;

import java.time.Duration;

/**
 * Which database, and how many connections to it.
 *
 * @param url JDBC URL; H2 file or memory, or PostgreSQL 15+ with its driver on the class path
 * @param user name to log in with; may be empty
 * @param password its password; may be empty
 * @param poolSize connections at most, at least 2
 * @param connectTimeout how long a caller waits for a connection, at least 250 ms
 */
public record DatabaseSettings(
    String url, String user, String password, int poolSize, Duration connectTimeout) {

  /**
   * @throws IllegalArgumentException if the pool is too small or the URL is none
   */
  public DatabaseSettings {
    if (!url.startsWith("jdbc:")) {
      throw new IllegalArgumentException("database url must start with 'jdbc:', was '" + url + "'");
    }
    if (poolSize < 2) {
      throw new IllegalArgumentException(
          "database pool-size must be at least 2 (one to write, one to read), was " + poolSize);
    }
  }

  /** Hides the password. */
  @Override
  public String toString() {
    return "DatabaseSettings[url=" + url + ", user=" + user + ", poolSize=" + poolSize + "]";
  }
}
