package io.quantunet.driver.accelerator.device;

import io.quantunet.driver.accelerator.AcceleratorDevice;
import io.quantunet.driver.accelerator.DeviceException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/**
 * A PCIe card behind AMD's XDMA kernel module: {@code xdma<n>_user} (registers), {@code _h2c_0} and
 * {@code _c2h_0} (card memory) and {@code _events_0} (interrupts).
 *
 * <p>What the module asks of its users, and gets here:
 *
 * <ul>
 *   <li>A transfer is one positional read or write, never gathering or scattering; the position is
 *       the card address.
 *   <li>A transfer that failed on the way comes back as a short count, so a short count is an
 *       error.
 *   <li>Registers are accessed four bytes at a time, inside the BAR.
 *   <li>An event is a flag. One thread reads them; no thread that transfers is ever interrupted.
 * </ul>
 */
public final class XdmaDevice implements AcceleratorDevice {

  /** A transfer's largest part: it ends well before the module's own timeout of ten seconds. */
  private static final int LONGEST_TRANSFER = 4 << 20;

  /** Indices that are looked at. */
  private static final int MOST_CARDS = 16;

  private final String name;
  private final FileChannel registers;
  private final FileChannel hostToCard;
  private final FileChannel cardToHost;
  private final FileChannel events;
  private final InterruptFlag interrupts = new InterruptFlag();
  private final Patience patience;
  private final ByteBuffer word =
      ByteBuffer.allocateDirect(Integer.BYTES).order(ByteOrder.LITTLE_ENDIAN);

  private XdmaDevice(String name, List<FileChannel> nodes, Duration patience) {
    this.name = name;
    this.registers = nodes.get(0);
    this.hostToCard = nodes.get(1);
    this.cardToHost = nodes.get(2);
    this.events = nodes.get(3);
    this.patience = new Patience(name, patience, this::close);
    Thread listener = new Thread(this::listen, name + " events");
    listener.setDaemon(true);
    listener.start();
  }

  /**
   * Opens a card.
   *
   * @param folder where the nodes are: {@code /dev}
   * @param index which card, from 0
   * @param patience longest time of one transfer of up to 4 MiB
   * @throws DeviceException naming the node that cannot be opened
   */
  public static XdmaDevice open(Path folder, int index, Duration patience) {
    String name = "xdma" + index;
    List<FileChannel> nodes = new ArrayList<>();
    try {
      nodes.add(node(folder, name + "_user", StandardOpenOption.READ, StandardOpenOption.WRITE));
      nodes.add(node(folder, name + "_h2c_0", StandardOpenOption.WRITE));
      nodes.add(node(folder, name + "_c2h_0", StandardOpenOption.READ));
      nodes.add(node(folder, name + "_events_0", StandardOpenOption.READ));
      return new XdmaDevice(name, nodes, patience);
    } catch (DeviceException e) {
      nodes.forEach(opened -> close(name, opened));
      throw e;
    }
  }

  /** The cards whose nodes are in a folder, by index: one in the middle may have failed. */
  public static List<Integer> indices(Path folder) {
    return IntStream.range(0, MOST_CARDS)
        .filter(i -> Files.exists(folder.resolve("xdma" + i + "_user")))
        .boxed()
        .toList();
  }

  private static FileChannel node(Path folder, String node, StandardOpenOption... options) {
    try {
      return FileChannel.open(folder.resolve(node), options);
    } catch (IOException e) {
      throw new DeviceException(
          "%s cannot be opened: is the module xdma loaded, and may this user open it? %s"
              .formatted(folder.resolve(node), e),
          e);
    }
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public int readRegister(int offset) {
    RegisterWindow.check(name, offset);
    word.clear();
    String what = "reading the register 0x%x".formatted(offset);
    complete(what, word, patience.within(what, () -> registers.read(word, offset)), Integer.BYTES);
    return word.getInt(0);
  }

  @Override
  public void writeRegister(int offset, int value) {
    RegisterWindow.check(name, offset);
    word.clear().putInt(0, value);
    String what = "writing the register 0x%x".formatted(offset);
    complete(what, word, patience.within(what, () -> registers.write(word, offset)), Integer.BYTES);
  }

  @Override
  public void writeMemory(long address, ByteBuffer data) {
    transfer("writing to the card at 0x%x", address, data, hostToCard::write);
  }

  @Override
  public void readMemory(long address, ByteBuffer data) {
    transfer("reading from the card at 0x%x", address, data, cardToHost::read);
  }

  /** A positional read or write. */
  @FunctionalInterface
  private interface Transfer {
    int run(ByteBuffer data, long position) throws IOException;
  }

  private void transfer(String format, long address, ByteBuffer data, Transfer transfer) {
    int end = data.limit();
    long first = address - data.position();
    while (data.position() < end) {
      int count = Math.min(end - data.position(), LONGEST_TRANSFER);
      long at = first + data.position();
      String what = format.formatted(at);
      data.limit(data.position() + count);
      try {
        complete(what, data, patience.within(what, () -> transfer.run(data, at)), count);
      } finally {
        data.limit(end);
      }
    }
  }

  private void complete(String what, ByteBuffer data, int transferred, int expected) {
    if (transferred != expected || data.hasRemaining()) {
      throw new DeviceException(
          "%s: %s ended after %d of %d bytes".formatted(name, what, transferred, expected));
    }
  }

  @Override
  public boolean awaitInterrupt(Duration timeout) {
    return interrupts.await(timeout);
  }

  /** Ends when the device is closed. */
  private void listen() {
    ByteBuffer count = ByteBuffer.allocateDirect(Integer.BYTES);
    try {
      while (events.read(count.clear()) >= 0) {
        interrupts.raise();
      }
    } catch (IOException e) {
      interrupts.raise(); // whoever waits finds out at the next access
    }
  }

  @Override
  public void close() {
    List.of(events, cardToHost, hostToCard, registers).forEach(node -> close(name, node));
  }

  private static void close(String name, FileChannel node) {
    try {
      node.close();
    } catch (IOException e) {
      throw new DeviceException(name + ": a node could not be closed", e);
    }
  }
}
