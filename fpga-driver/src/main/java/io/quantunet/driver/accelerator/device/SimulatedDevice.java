package io.quantunet.driver.accelerator.device;

import static io.quantunet.driver.accelerator.device.SimulatorConnection.body;

import io.quantunet.driver.accelerator.AcceleratorDevice;
import io.quantunet.driver.accelerator.DeviceException;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * The accelerator's RTL in a process of its own ({@code qbs-sim}), over a Unix socket. The process
 * ends with the device; if it ends before, every call fails.
 */
public final class SimulatedDevice implements AcceleratorDevice {

  /** Register accesses and transfers take moments; the machine may be busy with other things. */
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  /** The simulation ends with the connection, once its records are written. */
  private static final Duration TIME_TO_END = Duration.ofSeconds(10);

  private static final int LONGEST_TRANSFER = 1 << 24;
  private static final AtomicInteger STARTED = new AtomicInteger();

  /**
   * What the simulation counted since it was started.
   *
   * @param cycles of the clock, which stands still while the device is idle
   * @param featureBytesRead bytes read on the port of features, descriptors and completions
   * @param weightBytesRead bytes read on the weight port
   * @param bytesWritten bytes of write beats
   */
  public record Statistics(
      long cycles, long featureBytesRead, long weightBytesRead, long bytesWritten) {}

  private final String name;
  private final Process process;
  private final SimulatorConnection connection;
  private final InterruptFlag interrupts;

  private SimulatedDevice(
      String name, Process process, SimulatorConnection connection, InterruptFlag interrupts) {
    this.name = name;
    this.process = process;
    this.connection = connection;
    this.interrupts = interrupts;
  }

  /**
   * Starts a simulation.
   *
   * @param simulator the program, see {@link SimulatorBuild}
   * @param options of the program, e.g. {@code --stall 30 --seed 1}; see {@code qbs_sim.cpp}
   * @throws DeviceException if it does not start: what it said
   */
  public static SimulatedDevice start(Path simulator, List<String> options) {
    String name = "sim" + STARTED.getAndIncrement();
    try {
      Path folder = Files.createTempDirectory("qbs-sim");
      Path socket = folder.resolve("socket");
      List<String> command =
          new ArrayList<>(List.of(simulator.toString(), "--socket", socket + ""));
      command.addAll(options);
      try {
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        SocketChannel channel = connect(simulator, process, socket);
        InterruptFlag interrupts = new InterruptFlag();
        return new SimulatedDevice(
            name,
            process,
            new SimulatorConnection(name, channel, PATIENCE, interrupts),
            interrupts);
      } finally {
        Files.deleteIfExists(socket); // it removes it, too
        Files.deleteIfExists(folder);
      }
    } catch (IOException e) {
      throw new DeviceException(simulator + ": cannot be started: " + e.getMessage(), e);
    }
  }

  private static SocketChannel connect(Path simulator, Process process, Path socket)
      throws IOException {
    try {
      awaitListening(simulator, process);
      SocketChannel channel = SocketChannel.open(StandardProtocolFamily.UNIX);
      channel.connect(UnixDomainSocketAddress.of(socket));
      return channel;
    } catch (IOException | DeviceException e) {
      process.destroyForcibly();
      throw e;
    }
  }

  private static void awaitListening(Path simulator, Process process) throws IOException {
    String line = ProcessLimit.within(PATIENCE, process, () -> process.inputReader().readLine());
    if (!"listening".equals(line)) {
      throw new DeviceException(
          simulator + ": did not start: " + (line == null ? "it ended without a word" : line));
    }
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public int readRegister(int offset) {
    ByteBuffer request = body(4).putInt(RegisterWindow.check(name, offset)).flip();
    return connection.call(SimulatorConnection.READ_REGISTER, request).getInt();
  }

  @Override
  public void writeRegister(int offset, int value) {
    ByteBuffer request = body(8).putInt(RegisterWindow.check(name, offset)).putInt(value).flip();
    connection.call(SimulatorConnection.WRITE_REGISTER, request);
  }

  @Override
  public void writeMemory(long address, ByteBuffer data) {
    for (long at = address; data.hasRemaining(); ) {
      int count = Math.min(data.remaining(), LONGEST_TRANSFER);
      ByteBuffer part = data.slice(data.position(), count);
      connection.call(SimulatorConnection.WRITE_MEMORY, body(8).putLong(at).flip(), part);
      data.position(data.position() + count);
      at += count;
    }
  }

  @Override
  public void readMemory(long address, ByteBuffer data) {
    for (long at = address; data.hasRemaining(); ) {
      int count = Math.min(data.remaining(), LONGEST_TRANSFER);
      ByteBuffer request = body(12).putLong(at).putInt(count).flip();
      data.put(connection.call(SimulatorConnection.READ_MEMORY, request));
      at += count;
    }
  }

  @Override
  public boolean awaitInterrupt(Duration timeout) {
    return interrupts.await(timeout);
  }

  /** What the simulation counted until now. */
  public Statistics statistics() {
    ByteBuffer reply = connection.call(SimulatorConnection.STATISTICS, body(0));
    return new Statistics(reply.getLong(), reply.getLong(), reply.getLong(), reply.getLong());
  }

  /** Lets the next read bursts that touch the address fail with SLVERR. */
  public void failReads(long address, int times) {
    inject((byte) 0, address, times);
  }

  /** Lets the next write bursts that touch the address fail with SLVERR. */
  public void failWrites(long address, int times) {
    inject((byte) 1, address, times);
  }

  private void inject(byte kind, long address, int times) {
    ByteBuffer request = body(13).put(kind).putLong(address).putInt(times).flip();
    connection.call(SimulatorConnection.INJECT, request);
  }

  /** Ends the process as a crash would. */
  public void kill() {
    process.destroyForcibly();
  }

  @Override
  public void close() {
    connection.close();
    try {
      if (!process.waitFor(TIME_TO_END.toMillis(), TimeUnit.MILLISECONDS)) {
        process.destroyForcibly();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      process.destroyForcibly();
    }
  }
}
