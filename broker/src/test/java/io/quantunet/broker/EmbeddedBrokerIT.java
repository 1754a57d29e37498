package io.quantunet.broker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("The embedded MQTT broker")
class EmbeddedBrokerIT {

  @Test
  @DisplayName("listens on a free loopback port when asked for port 0")
  void listensOnAFreePort() throws IOException {
    try (EmbeddedBroker broker = EmbeddedBroker.onLoopback(0).start()) {
      assertThat(broker.port()).isPositive();
      assertThat(broker.url()).isEqualTo("tcp://127.0.0.1:" + broker.port());
      try (Socket client = new Socket(InetAddress.getLoopbackAddress(), broker.port())) {
        assertThat(client.isConnected()).isTrue();
      }
    }
  }

  @Test
  @DisplayName("says which port is in use and what to do")
  void namesAPortInUse() throws IOException {
    try (ServerSocket other = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      EmbeddedBroker broker = EmbeddedBroker.onLoopback(other.getLocalPort());

      assertThatThrownBy(broker::start)
          .isInstanceOf(BrokerStartException.class)
          .hasMessageContaining("127.0.0.1:" + other.getLocalPort())
          .hasMessageContaining("in use")
          .hasMessageContaining("choose another");
    }
  }

  @Test
  @DisplayName("says that an address is not one of this machine's")
  void namesAForeignAddress() {
    EmbeddedBroker broker = EmbeddedBroker.on("192.0.2.1", 0);

    assertThatThrownBy(broker::start)
        .isInstanceOf(BrokerStartException.class)
        .hasMessageContaining("192.0.2.1");
  }

  @Test
  @DisplayName("leaves no thread, no folder and no listener behind when closed")
  void leavesNothingBehind() {
    Set<Thread> threadsBefore = Thread.getAllStackTraces().keySet();
    Thread.UncaughtExceptionHandler handlerBefore = Thread.getDefaultUncaughtExceptionHandler();

    EmbeddedBroker broker = EmbeddedBroker.onLoopback(0).start();
    int port = broker.port();
    Path folder = broker.folder();
    assertThat(folder).exists();
    broker.close();

    await()
        .atMost(Duration.ofSeconds(15))
        .untilAsserted(() -> assertThat(userThreads(threadsBefore)).isEmpty());
    assertThat(folder).doesNotExist();
    assertThat(Thread.getDefaultUncaughtExceptionHandler()).isSameAs(handlerBefore);
    assertThatThrownBy(() -> connect(port)).isInstanceOf(ConnectException.class);
  }

  @Test
  @DisplayName("starts again on the same port after a close")
  void startsAgainOnTheSamePort() throws IOException {
    int port;
    try (EmbeddedBroker first = EmbeddedBroker.onLoopback(0).start()) {
      port = first.port();
      connect(port);
    }
    try (EmbeddedBroker second = EmbeddedBroker.onLoopback(port).start()) {
      connect(second.port());
      assertThat(second.port()).isEqualTo(port);
    }
  }

  /** Threads that would keep the JVM alive, other than {@code before}. */
  private static List<String> userThreads(Set<Thread> before) {
    return Thread.getAllStackTraces().keySet().stream()
        .filter(thread -> thread.isAlive() && !thread.isDaemon() && !before.contains(thread))
        .map(Thread::getName)
        .filter(name -> !name.startsWith("awaitility"))
        .toList();
  }

  private static void connect(int port) throws IOException {
    try (Socket client = new Socket()) {
      client.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 1_000);
    }
  }
}
