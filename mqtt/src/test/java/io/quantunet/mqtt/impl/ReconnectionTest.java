package io.quantunet.mqtt.impl;

import static org.assertj.core.api.Assertions.assertThat;

import io.quantunet.mqtt.settings.MqttConnectionSettings;
import java.net.ConnectException;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("The pause before the next attempt to connect")
class ReconnectionTest {

  private static final Duration LEAST = Duration.ofMillis(100);
  private static final Duration MOST = Duration.ofSeconds(10);

  private final Throwable refused = new ConnectException("Connection refused");
  private final AtomicLong nanos = new AtomicLong();
  private final Reconnection reconnection =
      new Reconnection(
          MqttConnectionSettings.create("tcp://broker", "client").withReconnectBackoff(LEAST, MOST),
          nanos::get);

  @Test
  @DisplayName("doubles from the least to the most, with up to a fifth more")
  void doubles() {
    for (int expected = 100; expected < 10_000; expected *= 2) {
      assertThat(reconnection.failed(refused).toMillis())
          .isBetween((long) expected, (long) (expected * 1.2));
    }
    for (int i = 0; i < 100; i++) {
      assertThat(reconnection.failed(refused).toMillis()).isBetween(10_000L, 12_000L);
    }
  }

  @Test
  @DisplayName("starts over after a connection that lasted")
  void startsOverAfterALastingConnection() {
    fail(5);
    reconnection.succeeded();
    nanos.addAndGet(MOST.toNanos());

    assertThat(reconnection.failed(refused).toMillis()).isBetween(100L, 120L);
  }

  @Test
  @DisplayName(
      "keeps growing while connections break at once, so that two clients with one id do not storm")
  void keepsGrowingWhileConnectionsBreakAtOnce() {
    for (int i = 0; i < 7; i++) {
      reconnection.failed(refused);
      reconnection.succeeded();
      nanos.addAndGet(Duration.ofMillis(1).toNanos());
    }

    assertThat(reconnection.failed(refused).toMillis()).isBetween(10_000L, 12_000L);
  }

  private void fail(int times) {
    for (int i = 0; i < times; i++) {
      reconnection.failed(refused);
    }
  }
}
