package io.quantunet.driver.accelerator.device;

import com.sun.jna.Pointer;
import io.quantunet.driver.accelerator.AcceleratorDevice;
import io.quantunet.driver.accelerator.DeviceException;
import java.io.IOException;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * An accelerator in the same chip as the processor (Zynq, Kria): its registers through {@code
 * /dev/uio<n>}, its memory through a buffer of the module u-dma-buf, {@code /dev/udmabuf<n>}.
 *
 * <p>Both are mapped with {@code O_SYNC}: u-dma-buf then gives a mapping that needs no cache
 * maintenance. Card addresses are physical addresses, so that they are what the accelerator's ports
 * put on the bus; those outside the buffer are refused.
 *
 * <p>A mapped access has no time limit: a bus that does not answer stops the processor itself. The
 * accelerator answers at every address of its window, and what waits for it waits for interrupts.
 */
public final class UioDevice implements AcceleratorDevice {

  /**
   * The nodes.
   *
   * @param registers {@code /dev/uio<n>}: mapped
   * @param interrupts the same node: a read of four bytes waits for an interrupt, a write of one
   *     enables the next
   * @param memory {@code /dev/udmabuf<n>}
   * @param memoryAddress the buffer's physical address, from {@code
   *     /sys/class/u-dma-buf/udmabuf<n>/phys_addr}
   * @param memoryBytes its size, from {@code size} beside it
   */
  public record Nodes(
      Path registers, Path interrupts, Path memory, long memoryAddress, long memoryBytes) {}

  private final String name;
  private final Nodes nodes;
  private final MappedFile registers;
  private final MappedFile memory;
  private final FileChannel events;
  private final InterruptFlag interrupts = new InterruptFlag();

  private UioDevice(Nodes nodes, MappedFile registers, MappedFile memory, FileChannel events) {
    this.name = String.valueOf(nodes.registers().getFileName());
    this.nodes = nodes;
    this.registers = registers;
    this.memory = memory;
    this.events = events;
    enableInterrupt();
    Thread listener = new Thread(this::listen, name + " events");
    listener.setDaemon(true);
    listener.start();
  }

  /**
   * Opens an accelerator.
   *
   * @throws DeviceException naming the node that cannot be opened or mapped
   */
  public static UioDevice open(Nodes nodes) {
    List<MappedFile> mapped = new ArrayList<>();
    try {
      mapped.add(MappedFile.map(nodes.registers(), RegisterWindow.BYTES));
      mapped.add(MappedFile.map(nodes.memory(), nodes.memoryBytes()));
      FileChannel events =
          FileChannel.open(nodes.interrupts(), StandardOpenOption.READ, StandardOpenOption.WRITE);
      return new UioDevice(nodes, mapped.get(0), mapped.get(1), events);
    } catch (IOException e) {
      mapped.forEach(MappedFile::close);
      throw new DeviceException(nodes.interrupts() + " cannot be opened: " + e, e);
    } catch (DeviceException e) {
      mapped.forEach(MappedFile::close);
      throw e;
    }
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public int readRegister(int offset) {
    int value = registers.pointer().getInt(RegisterWindow.check(name, offset));
    VarHandle.fullFence(); // what it announces is read after it
    return value;
  }

  @Override
  public void writeRegister(int offset, int value) {
    VarHandle.fullFence(); // what was written before is there when it arrives
    registers.pointer().setInt(RegisterWindow.check(name, offset), value);
  }

  @Override
  public void writeMemory(long address, ByteBuffer data) {
    view(address, data.remaining()).put(data);
  }

  @Override
  public void readMemory(long address, ByteBuffer data) {
    data.put(view(address, data.remaining()));
  }

  private ByteBuffer view(long address, int bytes) {
    long offset = address - nodes.memoryAddress();
    if (offset < 0 || offset + bytes > nodes.memoryBytes()) {
      throw new DeviceException(
          "%s: %d bytes at 0x%x are outside of the buffer %s, 0x%x + 0x%x"
              .formatted(
                  name,
                  bytes,
                  address,
                  nodes.memory(),
                  nodes.memoryAddress(),
                  nodes.memoryBytes()));
    }
    return memory.pointer().getByteBuffer(offset, bytes);
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
        enableInterrupt();
      }
    } catch (IOException | DeviceException e) {
      interrupts.raise(); // whoever waits finds out at the next access
    }
  }

  private void enableInterrupt() {
    ByteBuffer one = ByteBuffer.allocate(Integer.BYTES).order(ByteOrder.nativeOrder());
    try {
      events.write(one.putInt(1).flip());
    } catch (IOException e) {
      throw new DeviceException(name + ": the interrupt could not be enabled: " + e, e);
    }
  }

  @Override
  public void close() {
    try {
      events.close();
    } catch (IOException e) {
      throw new DeviceException(name + ": the node of interrupts could not be closed", e);
    } finally {
      memory.close();
      registers.close();
    }
  }

  /** A mapping of a node, which Java's own {@link FileChannel#map} refuses for a device. */
  private record MappedFile(String file, Pointer pointer, long bytes) {

    static MappedFile map(Path file, long bytes) {
      return new MappedFile(file.toString(), NativeFiles.map(file.toString(), bytes), bytes);
    }

    void close() {
      NativeFiles.unmap(file, pointer, bytes);
    }
  }
}
