package io.quantunet.gateway.store;

import java.time.Duration;
import java.util.UUID;

/** Fresh databases in memory. */
public final class TestDatabase {

  private TestDatabase() {}

  /** The URL of a database that nobody else uses; it lives until its last connection closes. */
  public static String url() {
    return "jdbc:h2:mem:" + UUID.randomUUID();
  }

  /** A database with the tables of this version. */
  public static Database open() {
    return open(url());
  }

  /** The database of this URL. */
  public static Database open(String url) {
    return Database.open(settings(url));
  }

  /** Settings for this URL. */
  public static DatabaseSettings settings(String url) {
    return new DatabaseSettings(url, "sa", "", 4, Duration.ofSeconds(2));
  }
}
