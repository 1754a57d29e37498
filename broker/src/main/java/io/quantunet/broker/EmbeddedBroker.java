package io.quantunet.broker;

import com.hivemq.embedded.EmbeddedExtension;
import com.hivemq.embedded.EmbeddedHiveMQ;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.util.concurrent.ExecutionException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * An MQTT 5 broker in this process, bound to one address and port. Nothing of it outlives {@link
 * #close()}: sessions, queued and retained messages are in memory only and its folder is a
 * temporary one.
 *
 * <p>Thread-safe. {@link #start()} takes about 1.5 s and blocks.
 */
public final class EmbeddedBroker implements AutoCloseable {

  private static final Logger log = LoggerFactory.getLogger(EmbeddedBroker.class);
  private static final String LOOPBACK = "127.0.0.1";

  private final String host;
  private final int requestedPort;
  private final BrokerLimits limits;

  private BrokerFolder folder;
  private EmbeddedHiveMQ hiveMq;
  private int boundPort;

  /**
   * A broker on loopback, on {@code port} (0 = a free one, see {@link #port()}), not yet started.
   */
  public static EmbeddedBroker onLoopback(int port) {
    return new EmbeddedBroker(LOOPBACK, port, BrokerLimits.DEFAULT);
  }

  /**
   * A broker bound to {@code host}, not yet started.
   *
   * @param host name or address of a network interface; {@code 0.0.0.0} binds all of them
   * @param port 0..65,535; 0 = a free one, see {@link #port()}
   */
  public static EmbeddedBroker on(String host, int port) {
    return new EmbeddedBroker(host, port, BrokerLimits.DEFAULT);
  }

  /** As {@link #on(String, int)}, with other limits. */
  public static EmbeddedBroker on(String host, int port, BrokerLimits limits) {
    return new EmbeddedBroker(host, port, limits);
  }

  private EmbeddedBroker(String host, int port, BrokerLimits limits) {
    if (port < 0 || port > 65_535) {
      throw new IllegalArgumentException("the broker's port must be 0..65535, not " + port);
    }
    this.host = host;
    this.requestedPort = port;
    this.limits = limits;
  }

  /**
   * Starts the broker and returns when it accepts connections.
   *
   * @return this broker
   * @throws BrokerStartException when the port is taken, the host is not one of this machine's, or
   *     HiveMQ fails
   * @throws IllegalStateException when it runs already
   */
  public synchronized EmbeddedBroker start() {
    if (hiveMq != null) {
      throw new IllegalStateException("the MQTT broker at " + url() + " runs already");
    }
    BrokerLogging.quiet();
    requireFreeAddress();
    // HiveMQ replaces the process's handler by one that may end the JVM.
    Thread.UncaughtExceptionHandler handler = Thread.getDefaultUncaughtExceptionHandler();
    try {
      launch();
    } catch (ExecutionException | RuntimeException e) {
      Throwable cause = e instanceof ExecutionException ? e.getCause() : e;
      close();
      throw new BrokerStartException(
          "The MQTT broker could not start on %s:%d: %s. Is the port taken, or the disk full?"
              .formatted(host, requestedPort, cause),
          cause);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      close();
      throw new BrokerStartException("The start of the MQTT broker was interrupted.", e);
    } finally {
      Thread.setDefaultUncaughtExceptionHandler(handler);
    }
    log.info("MQTT broker listens on {}", url());
    return this;
  }

  private void launch() throws ExecutionException, InterruptedException {
    folder = BrokerFolder.create(BrokerConfiguration.xml(host, requestedPort, limits));
    ListenerPort listenerPort = new ListenerPort();
    hiveMq =
        EmbeddedHiveMQ.builder()
            .withConfigurationFolder(folder.configuration())
            .withDataFolder(folder.data())
            .withExtensionsFolder(folder.extensions())
            .withEmbeddedExtension(
                EmbeddedExtension.builder()
                    .withId("quantunet")
                    .withName("QuantU-Net")
                    .withVersion("1")
                    .withExtensionMain(listenerPort)
                    .build())
            .withoutLoggingBootstrap()
            .build();
    hiveMq.start().get();
    boundPort = listenerPort.boundPort();
  }

  /**
   * HiveMQ reports a taken port as an unnamed failure after a second; asking the system first costs
   * nothing.
   */
  private void requireFreeAddress() {
    try (ServerSocket probe = new ServerSocket()) {
      probe.setReuseAddress(true);
      probe.bind(new InetSocketAddress(InetAddress.getByName(host), requestedPort));
    } catch (IOException e) {
      throw new BrokerStartException(
          "The MQTT broker cannot listen on %s:%d: %s. Stop the program that uses this port, or choose another (0 = any free one) or another address."
              .formatted(host, requestedPort, e.getMessage()),
          e);
    }
  }

  /**
   * The port that clients connect to.
   *
   * @throws IllegalStateException before {@link #start()}
   */
  public synchronized int port() {
    if (boundPort == 0) {
      throw new IllegalStateException("the MQTT broker has no port before start()");
    }
    return boundPort;
  }

  /**
   * The URL for clients on this machine, such as {@code tcp://127.0.0.1:1883}; after {@link
   * #start()} only.
   */
  public synchronized String url() {
    String reachable = host.equals("0.0.0.0") || host.equals("::") ? LOOPBACK : host;
    return "tcp://" + (reachable.contains(":") ? "[" + reachable + "]" : reachable) + ":" + port();
  }

  /** Where its configuration and data are while it runs. */
  synchronized Path folder() {
    return folder.root();
  }

  /**
   * Ends all connections and threads and deletes the broker's folder; does nothing when it does not
   * run.
   */
  @Override
  public synchronized void close() {
    try {
      if (hiveMq != null) {
        hiveMq.close();
      }
    } catch (ExecutionException e) {
      log.warn("The MQTT broker did not stop cleanly: {}", String.valueOf(e.getCause()));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      hiveMq = null;
      boundPort = 0;
      if (folder != null) {
        folder.delete();
        folder = null;
      }
    }
  }
}
