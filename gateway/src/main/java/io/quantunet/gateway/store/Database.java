package io.quantunet.gateway.store;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import org.flywaydb.core.Flyway;
import org.jdbi.v3.core.Jdbi;

/** A pool of connections to a database whose tables are those of this version. */
public final class Database implements AutoCloseable {

  private final HikariDataSource pool;
  private final Jdbi jdbi;

  private Database(HikariDataSource pool) {
    this.pool = pool;
    this.jdbi = Jdbi.create(pool);
  }

  /**
   * Connects and brings the tables up to date.
   *
   * @throws DatabaseException if it cannot be reached, or its tables are of another program
   */
  public static Database open(DatabaseSettings settings) {
    HikariDataSource pool = null;
    try {
      pool = new HikariDataSource(poolConfig(settings));
      Flyway.configure().dataSource(pool).locations("classpath:db/migration").load().migrate();
      return new Database(pool);
    } catch (RuntimeException e) { // Hikari, Flyway and drivers have no common type
      if (pool != null) {
        pool.close();
      }
      throw new DatabaseException(
          "gateway: cannot use the database %s: %s; check quantunet.gateway.database (url, user, password) and that no other program holds it"
              .formatted(settings.url(), DatabaseException.reason(e)),
          e);
    }
  }

  Jdbi jdbi() {
    return jdbi;
  }

  @Override
  public void close() {
    pool.close();
  }

  private static HikariConfig poolConfig(DatabaseSettings settings) {
    HikariConfig config = new HikariConfig();
    config.setPoolName("gateway-db");
    config.setJdbcUrl(settings.url());
    config.setUsername(settings.user());
    config.setPassword(settings.password());
    config.setMaximumPoolSize(settings.poolSize());
    config.setConnectionTimeout(settings.connectTimeout().toMillis());
    return config;
  }
}
