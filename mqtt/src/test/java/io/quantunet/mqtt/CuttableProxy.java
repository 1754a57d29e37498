package io.quantunet.mqtt;

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

/** A TCP proxy in front of a broker whose connections can be cut, as a network does. */
final class CuttableProxy implements AutoCloseable {

  private final URI broker;
  private final ServerSocket server;
  private final List<Socket> sockets = new CopyOnWriteArrayList<>();

  CuttableProxy(String brokerUrl) {
    try {
      broker = URI.create(brokerUrl);
      server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    run(this::accept);
  }

  String url() {
    return "tcp://127.0.0.1:" + server.getLocalPort();
  }

  /** Ends all connections without a farewell; new ones are accepted. */
  void cut() {
    sockets.forEach(CuttableProxy::close);
    sockets.clear();
  }

  private void accept() throws IOException {
    while (true) {
      Socket client = server.accept();
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
            "proxy");
    thread.setDaemon(true);
    thread.start();
  }

  private static void close(Socket socket) {
    try (socket) {
      // Reset instead of a polite end of stream.
      socket.setSoLinger(true, 0);
    } catch (IOException e) {
      // Closed by the other side already.
    }
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
}
