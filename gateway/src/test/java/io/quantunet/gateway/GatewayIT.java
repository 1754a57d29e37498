package io.quantunet.gateway;

import static io.quantunet.gateway.Samples.key;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.quantunet.gateway.store.TestDatabase;
import io.quantunet.mqtt.model.MqttConnectionException;
import io.quantunet.mqtt.settings.MqttConnectionSettings;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("A gateway")
class GatewayIT {

  private static final Duration PATIENCE = Duration.ofSeconds(15);

  @Test
  @DisplayName("loses no result while its database fails, and says so meanwhile")
  void survivesADatabaseFailure() throws SQLException {
    try (TestSite site = TestSite.start()) {
      execute(site, "ALTER TABLE results RENAME TO out_of_reach");

      for (int i = 1; i <= 200; i++) { // more than may be in flight
        site.publish(site.topics().results("probe-1"), Samples.segmented(key("probe-1", i)));
      }
      await()
          .atMost(PATIENCE)
          .untilAsserted(
              () -> {
                JsonNode ready = site.json("/health/ready");
                assertThat(ready.get("ready").booleanValue()).isFalse();
                assertThat(ready.get("checks").get(1).get("ok").booleanValue()).isFalse();
              });
      assertThat(site.get("/health/ready").statusCode()).isEqualTo(503);
      assertThat(site.get("/api/v1/results").statusCode()).isEqualTo(503);

      execute(site, "ALTER TABLE out_of_reach RENAME TO results");

      await()
          .atMost(PATIENCE)
          .untilAsserted(() -> assertThat(site.gateway().stats().segmented()).isEqualTo(200));
      GatewayStats stats = site.gateway().stats();
      assertThat(stats.framesLost()).isZero();
      assertThat(stats.duplicatesStored()).isZero();
      assertThat(stats.databaseFailures()).isPositive();
      await().atMost(PATIENCE).until(() -> site.get("/health/ready").statusCode() == 200);
    }
  }

  @Test
  @DisplayName("stores what was published while it was away, each frame once")
  void catchesUpAfterARestart() {
    try (TestSite site = TestSite.start();
        KeptDatabase kept = KeptDatabase.of(site)) {
      site.publish(site.topics().results("probe-1"), Samples.segmented(key("probe-1", 1)));
      await().atMost(PATIENCE).until(() -> site.gateway().stats().segmented() == 1);

      TestSite.await(site.gateway().close());
      for (int i = 1; i <= 20; i++) {
        site.publish(site.topics().results("probe-1"), Samples.segmented(key("probe-1", i)));
      }
      Gateway second = TestSite.await(Gateway.start(site.system(), site.settings()));

      await()
          .atMost(PATIENCE)
          .untilAsserted(() -> assertThat(second.stats().segmented()).isEqualTo(20));
      await().atMost(PATIENCE).until(() -> second.stats().duplicatesDropped() == 1);
      assertThat(second.stats().duplicatesStored()).isZero();
      assertThat(second.stats().framesLost()).isZero();
      TestSite.await(second.close());
    }
  }

  @Test
  @DisplayName("is live but not ready without its broker, and keeps serving what it has")
  void survivesTheLossOfItsBroker() {
    try (TestSite site = TestSite.startWithOwnBroker()) {
      site.publish(site.topics().results("probe-1"), Samples.segmented(key("probe-1", 1)));
      await().atMost(PATIENCE).until(() -> site.gateway().stats().segmented() == 1);

      site.stopBroker();

      await().atMost(PATIENCE).until(() -> site.get("/health/ready").statusCode() == 503);
      assertThat(site.json("/health/ready").get("checks").get(0).get("detail").textValue())
          .contains("not connected to tcp://127.0.0.1:")
          .contains("is the broker running?");
      assertThat(site.get("/health/live").statusCode()).isEqualTo(200);
      assertThat(site.get("/api/v1/results/probe-1/s1/1").statusCode()).isEqualTo(200);
    }
  }

  @Test
  @DisplayName("tells when its intake breaks by itself, and can still be closed")
  void tellsThatItsIntakeBroke() {
    try (TestSite site = TestSite.start()) {
      Gateway broken =
          TestSite.await(
              Gateway.start(
                  site.system(),
                  site.settings()
                      .withMqtt(unreachable().withFirstConnectTimeout(Duration.ofMillis(300)))
                      .withDatabaseUrl(TestDatabase.url())));

      assertThatThrownBy(() -> TestSite.await(broken.ended()))
          .hasCauseInstanceOf(MqttConnectionException.class);
      TestSite.await(broken.close());
    }
  }

  @Test
  @DisplayName("ends without a failure when it is closed")
  void endsWhenClosed() {
    try (TestSite site = TestSite.start()) {
      assertThat(site.gateway().ended().toCompletableFuture()).isNotDone();

      TestSite.await(site.gateway().close());

      assertThat(site.gateway().ended().toCompletableFuture()).isCompleted();
    }
  }

  /** A port that only privileged programs may listen on, and none does. */
  private static MqttConnectionSettings unreachable() {
    return MqttConnectionSettings.create("tcp://127.0.0.1:1", "nobody");
  }

  private static void execute(TestSite site, String sql) throws SQLException {
    try (Connection connection = DriverManager.getConnection(site.databaseUrl(), "sa", "");
        Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  /** A connection that keeps a database in memory alive while the gateway is away. */
  private record KeptDatabase(Connection connection) implements AutoCloseable {

    static KeptDatabase of(TestSite site) {
      try {
        return new KeptDatabase(DriverManager.getConnection(site.databaseUrl(), "sa", ""));
      } catch (SQLException e) {
        throw new AssertionError(e);
      }
    }

    @Override
    public void close() {
      try {
        connection.close();
      } catch (SQLException e) {
        throw new AssertionError(e);
      }
    }
  }
}
