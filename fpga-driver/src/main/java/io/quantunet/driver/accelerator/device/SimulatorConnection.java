package io.quantunet.driver.accelerator.device;

import io.quantunet.driver.accelerator.DeviceException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/**
 * The messages of {@code qbs-sim}; {@code rtl/sim/socket_host.cpp} describes them. A thread of its
 * own reads, since interrupts come unasked.
 */
final class SimulatorConnection implements AutoCloseable {

  static final byte READ_REGISTER = 1;
  static final byte WRITE_REGISTER = 2;
  static final byte WRITE_MEMORY = 3;
  static final byte READ_MEMORY = 4;
  static final byte STATISTICS = 5;
  static final byte INJECT = 6;
  private static final byte FAILED = 127;
  private static final byte INTERRUPT = (byte) 128;
  private static final int HEADER_BYTES = 5;

  /** What came: a reply, or why none comes any more. */
  private sealed interface Arrival {
    record Reply(byte type, ByteBuffer body) implements Arrival {}

    record Ended(String reason) implements Arrival {}
  }

  private final String name;
  private final SocketChannel channel;
  private final Duration patience;
  private final Patience sending;
  private final BlockingQueue<Arrival> arrivals = new LinkedBlockingQueue<>();

  /**
   * @param name what messages call the device
   * @param patience longest wait for a request to be taken, and for a reply
   * @param interrupts is raised with every interrupt
   */
  SimulatorConnection(
      String name, SocketChannel channel, Duration patience, InterruptFlag interrupts) {
    this.name = name;
    this.channel = channel;
    this.patience = patience;
    this.sending = new Patience(name, patience, this::close);
    Thread reader = new Thread(() -> readAll(interrupts), "simulator " + name);
    reader.setDaemon(true);
    reader.start();
  }

  /** A little-endian buffer for a request. */
  static ByteBuffer body(int bytes) {
    return ByteBuffer.allocate(bytes).order(ByteOrder.LITTLE_ENDIAN);
  }

  /**
   * Asks, and waits for the answer.
   *
   * @param head first part of the body
   * @param data second part of the body; consumed
   * @return the reply's body, little-endian
   */
  ByteBuffer call(byte type, ByteBuffer head, ByteBuffer data) {
    ByteBuffer start = body(HEADER_BYTES + head.remaining());
    start.putInt(1 + head.remaining() + data.remaining()).put(type).put(head).flip();
    sending.within("asking the simulation", () -> send(start, data));
    return reply(type);
  }

  private int send(ByteBuffer start, ByteBuffer data) throws IOException {
    try {
      writeAll(start);
      writeAll(data);
      return start.limit() + data.limit();
    } catch (IOException e) {
      throw new IOException("the simulation is gone: " + reasonOfEnd(e), e);
    }
  }

  ByteBuffer call(byte type, ByteBuffer head) {
    return call(type, head, body(0));
  }

  private ByteBuffer reply(byte type) {
    Arrival arrival = next();
    if (arrival instanceof Arrival.Reply reply && reply.type() == type) {
      return reply.body();
    }
    close(); // nothing that follows can be matched to a request
    throw new DeviceException(
        arrival instanceof Arrival.Ended ended
            ? name + ": the simulation ended: " + ended.reason()
            : name + ": the simulation answered another message, or not within " + patience);
  }

  private Arrival next() {
    try {
      Arrival arrival = arrivals.poll(patience.toMillis(), TimeUnit.MILLISECONDS);
      return arrival == null ? new Arrival.Reply((byte) 0, body(0)) : arrival;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return new Arrival.Ended("interrupted while it worked");
    }
  }

  /** The simulation may have said why before the connection broke. */
  private String reasonOfEnd(IOException failure) {
    return arrivals.poll() instanceof Arrival.Ended ended ? ended.reason() : failure.toString();
  }

  private void writeAll(ByteBuffer data) throws IOException {
    while (data.hasRemaining()) {
      channel.write(data);
    }
  }

  private void readAll(InterruptFlag interrupts) {
    try {
      while (true) {
        ByteBuffer header = read(HEADER_BYTES);
        ByteBuffer body = read(header.getInt() - 1);
        byte type = header.get();
        if (type == INTERRUPT) {
          interrupts.raise();
        } else if (type == FAILED) {
          arrivals.add(new Arrival.Ended(StandardCharsets.UTF_8.decode(body).toString()));
        } else {
          arrivals.add(new Arrival.Reply(type, body));
        }
      }
    } catch (IOException e) {
      arrivals.add(new Arrival.Ended(e.toString()));
    }
  }

  private ByteBuffer read(int bytes) throws IOException {
    ByteBuffer buffer = body(bytes);
    while (buffer.hasRemaining()) {
      if (channel.read(buffer) < 0) {
        throw new IOException("the connection was closed");
      }
    }
    return buffer.flip();
  }

  @Override
  public void close() {
    try {
      channel.close();
    } catch (IOException e) {
      throw new DeviceException(name + ": the connection could not be closed", e);
    }
  }
}
