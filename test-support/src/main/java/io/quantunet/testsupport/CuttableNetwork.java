package io.quantunet.testsupport;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** A TCP proxy in front of a broker whose connections can be cut, and stay cut. */
public final class CuttableNetwork implements AutoCloseable {

  private final URI broker;
  private final ServerSocket server;
  private final List<Socket> sockets = new CopyOnWriteArrayList<>();
  private volatile boolean open = true;

  /** A network to the broker at this URL. */
  public CuttableNetwork(String brokerUrl) {
    try {
      broker = URI.create(brokerUrl);
      server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    run(this::accept);
  }

  /** Where clients connect instead. */
  public String url() {
    return "tcp://127.0.0.1:" + server.getLocalPort();
  }

  /** Ends all connections without a farewell; new ones are accepted. */
  public void cut() {
    sockets.forEach(CuttableNetwork::reset);
    sockets.clear();
  }

  /** Ends all connections and accepts none until {@link #restore()}. */
  public void cutForGood() {
    open = false;
    cut();
  }

  /** Lets connections through again. */
  public void restore() {
    open = true;
  }

  @Override
  public void close() {
    try {
      server.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    cut();
  }

  private void accept() throws IOException {
    while (true) {
      Socket client = server.accept();
      if (!open) {
        reset(client);
        continue;
      }
      Socket upstream = new Socket(broker.getHost(), broker.getPort());
      sockets.add(client);
      sockets.add(upstream);
      run(() -> copy(client, upstream));
      run(() -> copy(upstream, client));
    }
  }

  private static void copy(Socket from, Socket to) throws IOException {
    try (InputStream in = from.getInputStream();
        OutputStream out = to.getOutputStream()) {
      in.transferTo(out);
    }
  }

  private interface Task {
    void run() throws IOException;
  }

  private static void run(Task task) {
    Thread thread =
        new Thread(
            () -> {
              try {
                task.run();
              } catch (IOException e) {
                // A cut connection: that is the proxy's purpose.
              }
            },
            "network");
    thread.setDaemon(true);
    thread.start();
  }

  private static void reset(Socket socket) {
    try (socket) {
      socket.setSoLinger(true, 0); // a reset instead of a polite end of stream
    } catch (IOException e) {
      // Closed by the other side already.
    }
  }
}
