package io.quantunet.mqtt;

import java.io.DataInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;

/**
 * Speaks as much MQTT 5 as it takes to accept a client and to refuse its subscription: NOT
 * AUTHORIZED (0x87).
 */
final class RefusingBroker implements AutoCloseable {

  private static final int SUBSCRIBE = 0x82;
  private static final byte[] CONNACK = {0x20, 3, 0, 0, 0};

  private final ServerSocket server;

  RefusingBroker() {
    try {
      server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    Thread thread = new Thread(this::serve, "refusing-broker");
    thread.setDaemon(true);
    thread.start();
  }

  String url() {
    return "tcp://127.0.0.1:" + server.getLocalPort();
  }

  private void serve() {
    try (Socket client = server.accept()) {
      DataInputStream in = new DataInputStream(client.getInputStream());
      OutputStream out = client.getOutputStream();
      for (int type = in.read(); type >= 0; type = in.read()) {
        // All packets of these tests are shorter than 128 bytes: one length byte.
        byte[] body = new byte[in.readUnsignedByte()];
        in.readFully(body);
        if (type == SUBSCRIBE) {
          out.write(new byte[] {(byte) 0x90, 4, body[0], body[1], 0, (byte) 0x87});
        } else if (type == 0x10) {
          out.write(CONNACK);
        }
      }
    } catch (IOException e) {
      // The test is over.
    }
  }

  @Override
  public void close() {
    try {
      server.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
