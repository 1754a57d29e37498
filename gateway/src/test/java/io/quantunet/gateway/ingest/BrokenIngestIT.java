package io.quantunet.gateway.ingest;

import static io.quantunet.gateway.Samples.key;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.quantunet.gateway.Samples;
import io.quantunet.gateway.TestSite;
import io.quantunet.gateway.store.Database;
import io.quantunet.gateway.store.DatabaseThreads;
import io.quantunet.gateway.store.FeedbackStore;
import io.quantunet.gateway.store.ResultStore;
import io.quantunet.gateway.store.TestDatabase;
import io.quantunet.mqtt.MqttConnection;
import io.quantunet.mqtt.model.ConnectionState;
import io.quantunet.mqtt.settings.MqttConnectionSettings;
import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("An intake whose stream breaks")
class BrokenIngestIT {

  private final TestSite site = TestSite.start();
  private final Database database = TestDatabase.open();
  private final DatabaseThreads threads = new DatabaseThreads("test-write", 1, 16);
  private final MqttConnection connection =
      MqttConnection.create(
          MqttConnectionSettings.create(site.brokerUrl(), "broken-ingest")
              .withQuiesceTimeout(Duration.ofMillis(100)), // nobody will acknowledge
          Ingest.IN_FLIGHT);
  private Ingest ingest;

  @BeforeEach
  void startIngest() {
    GatewayMetrics metrics = new GatewayMetrics(new SimpleMeterRegistry());
    StoreWriter writer =
        new StoreWriter(
            site.system(),
            threads,
            new ResultStore(database),
            new FeedbackStore(database),
            metrics);
    Clock clock = Clock.systemUTC();
    ingest =
        new Ingest(connection, writer, new SiteState(), metrics, clock, BrokenIngestIT::defect)
            .start(site.system(), site.topics(), clock);
    await(ingest.subscribed());
  }

  @AfterEach
  void close() {
    await(ingest.close());
    threads.close();
    database.close();
    site.close();
  }

  @Test
  @DisplayName("is not ready any more, although its connection stands")
  void isNotReady() {
    assertThat(ingest.connected()).isTrue();

    site.publish(site.topics().results("probe-1"), Samples.segmented(key("probe-1", 1)));

    assertThatThrownBy(() -> await(ingest.ended())).hasMessageContaining("a defect");
    assertThat(connection.state()).isEqualTo(ConnectionState.CONNECTED);
    assertThat(ingest.connected()).isFalse();
  }

  private static void defect(LiveEvent event) {
    throw new IllegalStateException("a defect");
  }

  private static <T> T await(CompletionStage<T> stage) {
    return stage.toCompletableFuture().orTimeout(10, TimeUnit.SECONDS).join();
  }
}
