package io.quantunet.driver.accelerator;

import java.nio.ByteBuffer;
import java.time.Duration;

/**
 * A card: its registers, its memory and its interrupt, however it is reached. The map of the
 * registers is in {@code docs/accelerator-registers.md}.
 *
 * <p>Not safe for several threads, unless an implementation says so. Every method throws {@link
 * DeviceException} where the card, or the way to it, fails; what was transferred until then is not
 * known.
 */
public interface AcceleratorDevice extends AutoCloseable {

  /** What messages call it, e.g. {@code xdma0}. */
  String name();

  /**
   * Reads a 32-bit register. Reading has no side effects.
   *
   * @param offset bytes from the first register, a multiple of 4
   */
  int readRegister(int offset);

  /**
   * Writes a 32-bit register.
   *
   * @param offset bytes from the first register, a multiple of 4
   */
  void writeRegister(int offset, int value);

  /**
   * Writes into the card's memory.
   *
   * @param address card address of the first byte
   * @param data all of its remaining bytes are written and consumed
   */
  void writeMemory(long address, ByteBuffer data);

  /**
   * Reads from the card's memory.
   *
   * @param address card address of the first byte
   * @param data is filled up to its limit
   */
  void readMemory(long address, ByteBuffer data);

  /**
   * Waits for an interrupt. Interrupts may be lost or spurious, and several may come as one:
   * whatever this returns, the register DONE_SEQUENCE says what is done.
   *
   * @param timeout longest wait, positive
   * @return whether one came
   */
  boolean awaitInterrupt(Duration timeout);

  /** Gives the device back; what is in flight is given up. */
  @Override
  void close();
}
