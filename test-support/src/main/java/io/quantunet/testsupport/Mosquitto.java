package io.quantunet.testsupport;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Assumptions;

/**
 * Debian's {@code mosquitto} on a free loopback port with a folder of its own, for tests against a
 * broker that is not ours. Sessions, queued and retained messages survive {@link #stop()} and
 * {@link #start()}; {@link #close()} deletes them.
 */
public final class Mosquitto implements AutoCloseable {

  private static final Duration START_LIMIT = Duration.ofSeconds(10);
  private static final List<Path> FOLDERS =
      List.of(Path.of("/usr/sbin"), Path.of("/usr/bin"), Path.of("/usr/local/sbin"));

  private final Path binary;
  private final Path folder;
  private final int port;
  private Process process;

  private Mosquitto(Path binary, Path folder, int port) {
    this.binary = binary;
    this.folder = folder;
    this.port = port;
  }

  /**
   * Starts one with no queue limit; skips the calling test, with a printed reason, if it is not
   * installed.
   */
  public static Mosquitto require() {
    return require("max_queued_messages 0");
  }

  /**
   * As {@link #require()}, with lines of {@code mosquitto.conf}.
   *
   * @param configuration more lines, or an empty text
   */
  public static Mosquitto require(String configuration) {
    Mosquitto mosquitto = create(configuration);
    mosquitto.start();
    return mosquitto;
  }

  /** As {@link #require(String)}, not started; its {@link #url()} is known already. */
  public static Mosquitto create(String configuration) {
    Optional<Path> binary = binary();
    if (binary.isEmpty()) {
      System.out.println(
          "SKIPPED: no mosquitto on this machine; install it (apt-get install mosquitto) to run this test");
    }
    Assumptions.assumeTrue(binary.isPresent(), "needs mosquitto");
    try {
      Path folder = Files.createTempDirectory("quantunet-mosquitto-");
      int port = freePort();
      Files.writeString(
          folder.resolve("mosquitto.conf"), base(folder, port) + configuration + "\n");
      return new Mosquitto(binary.orElseThrow(), folder, port);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String base(Path folder, int port) {
    // Started as root, mosquitto would become a user that may not write to the folder.
    return """
        listener %d 127.0.0.1
        allow_anonymous true
        user root
        persistence true
        persistence_location %s/
        log_dest file %s/mosquitto.log
        """
        .formatted(port, folder, folder);
  }

  /**
   * Starts it (again) on the same port; returns when it accepts connections.
   *
   * @throws IllegalStateException if it runs: nobody would end the first one
   */
  public void start() {
    if (process != null && process.isAlive()) {
      throw new IllegalStateException("mosquitto on port " + port + " runs already");
    }
    try {
      process =
          new ProcessBuilder(binary.toString(), "-c", folder.resolve("mosquitto.conf").toString())
              .redirectErrorStream(true)
              .redirectOutput(folder.resolve("console.log").toFile())
              .start();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    Awaitility.await("mosquitto on port " + port + ", see " + folder)
        .atMost(START_LIMIT)
        .pollInterval(Duration.ofMillis(20))
        .until(this::accepts);
  }

  private boolean accepts() {
    try (Socket socket = new Socket()) {
      socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 200);
      return true;
    } catch (IOException e) {
      return false;
    }
  }

  /** Ends it in order: it saves sessions and messages. */
  public void stop() {
    process.destroy();
    awaitEnd();
  }

  /** Ends it without a chance to save: what it had since its last start is lost. */
  public void kill() {
    process.destroyForcibly();
    awaitEnd();
  }

  private void awaitEnd() {
    try {
      if (!process.waitFor(10, TimeUnit.SECONDS)) {
        process.destroyForcibly().waitFor();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      process.destroyForcibly();
    }
  }

  /** The loopback port. */
  public int port() {
    return port;
  }

  /** {@code tcp://127.0.0.1:PORT}. */
  public String url() {
    return "tcp://127.0.0.1:" + port;
  }

  /** Ends it, if it runs, and deletes its folder. */
  @Override
  public void close() {
    if (process != null) {
      stop();
    }
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Optional<Path> binary() {
    Stream<Path> path =
        Stream.of(System.getenv().getOrDefault("PATH", "").split(":")).map(Path::of);
    return Stream.concat(path, FOLDERS.stream())
        .map(folder -> folder.resolve("mosquitto"))
        .filter(Files::isExecutable)
        .findFirst();
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }
}
