package io.quantunet.driver.accelerator.driver;

import io.quantunet.driver.accelerator.DeviceException;
import io.quantunet.driver.accelerator.arch.ErrorCode;
import io.quantunet.driver.accelerator.arch.QbsCompletion;
import io.quantunet.driver.accelerator.arch.QbsDescriptor;
import io.quantunet.driver.accelerator.arch.QbsRegisters;
import java.nio.ByteBuffer;
import java.time.Duration;

/**
 * The ring of descriptors in card memory, and the ring of completions behind it.
 *
 * <p>Sequence numbers count from 0 at a soft reset, so that what lies in the rings from before
 * could pass for new: a reset clears both.
 */
final class DescriptorRing {

  /** Room for two frames of the largest net. */
  private static final int SIZE_LOG2 = 11;

  static final int SIZE = 1 << SIZE_LOG2;
  private static final long COMPLETIONS = (long) SIZE * QbsDescriptor.BYTES;

  /** Card memory of both rings. */
  static final long BYTES = COMPLETIONS + (long) SIZE * QbsCompletion.BYTES;

  private static final int ENABLE = 1;
  private static final int SOFT_RESET = 2;
  private static final int STATUS_IDLE = 1;
  private static final int STATUS_FAULT = 4;
  private static final int INTERRUPT_ON_COMPLETION_AND_FAULT = 3;

  private final CheckedCard card;
  private final long base;
  private final DriverTimes times;
  private final Turns turns;
  private final ByteBuffer zeros = AlignedBuffers.allocate((int) BYTES);
  private int head = 0;
  private int done = 0;
  private int epoch = 0; // counts what gives up whatever is in flight
  private long lastProgress = 0;

  /**
   * @param base card address, 4096-byte aligned
   * @param turns of the threads that share the device; whoever calls has the turn
   */
  DescriptorRing(CheckedCard card, long base, DriverTimes times, Turns turns) {
    this.card = card;
    this.base = base;
    this.times = times;
    this.turns = turns;
  }

  /** Descriptors that are known to be completed. */
  int done() {
    return done;
  }

  /** The sequence number of the next descriptor. */
  int head() {
    return head;
  }

  /**
   * Soft reset: gives up what is in flight, forgets an error, and starts with empty rings.
   *
   * @throws DeviceException if the device does not come back
   */
  void reset() {
    giveUp();
    long end = System.nanoTime() + times.reset().toNanos();
    do {
      if (System.nanoTime() - end > 0) {
        throw new DeviceException(
            "%s: not idle and empty within %s of a soft reset: status 0x%x, done %d; %s"
                .formatted(
                    card.device().name(),
                    times.reset(),
                    card.get(QbsRegisters.STATUS),
                    card.get(QbsRegisters.DONE_SEQUENCE),
                    card.link()));
      }
      card.device().writeRegister(QbsRegisters.CONTROL, SOFT_RESET);
    } while (!isFresh());
    card.write(base, zeros.clear());
    card.set(QbsRegisters.RING_BASE_LOW, QbsRegisters.RING_BASE_HIGH, base);
    card.set(
        QbsRegisters.COMPLETION_BASE_LOW, QbsRegisters.COMPLETION_BASE_HIGH, base + COMPLETIONS);
    card.set(QbsRegisters.RING_SIZE, SIZE_LOG2);
    card.set(QbsRegisters.WATCHDOG, times.watchdogCycles());
    card.set(QbsRegisters.HEAD, 0);
    card.set(QbsRegisters.IRQ_ACKNOWLEDGE, 0);
    card.set(QbsRegisters.IRQ_ENABLE, INTERRUPT_ON_COMPLETION_AND_FAULT);
    card.set(QbsRegisters.CONTROL, 0);
    card.set(QbsRegisters.CONTROL, ENABLE);
    head = 0;
    done = 0;
  }

  /** Nobody gets what is in flight any more. */
  void giveUp() {
    epoch++;
    turns.tell();
  }

  private boolean isFresh() {
    int status = card.get(QbsRegisters.STATUS);
    return (status & (STATUS_IDLE | STATUS_FAULT)) == STATUS_IDLE
        && card.get(QbsRegisters.DONE_SEQUENCE) == 0
        && card.get(QbsRegisters.TAIL) == 0
        && card.get(QbsRegisters.ERROR_CODE) == 0;
  }

  /**
   * Hands descriptors to the device.
   *
   * @param descriptors whole descriptors, numbered from {@link #head} on; consumed
   */
  void submit(ByteBuffer descriptors) {
    int count = descriptors.remaining() / QbsDescriptor.BYTES;
    if (!hasRoom(count)) {
      throw new IllegalStateException(
          "%d descriptors do not fit into the ring beside %d".formatted(count, head - done));
    }
    int slot = head & (SIZE - 1);
    int end = descriptors.limit();
    int beforeWrap = Math.min(count, SIZE - slot) * QbsDescriptor.BYTES;
    descriptors.limit(descriptors.position() + beforeWrap);
    card.write(base + (long) slot * QbsDescriptor.BYTES, descriptors);
    card.write(base, descriptors.limit(end));
    if (head == done) {
      lastProgress = System.nanoTime();
    }
    head += count;
    card.set(QbsRegisters.HEAD, head);
  }

  /** Whether so many descriptors fit beside those that are not known to be completed. */
  boolean hasRoom(int count) {
    return count <= SIZE - (head - done);
  }

  /** Whether the descriptors before a number, at most {@link #head}, are known to be completed. */
  boolean isKnownDone(int sequence) {
    return done - sequence >= 0;
  }

  /**
   * Waits until the descriptors before a number are completed.
   *
   * @param sequence at most {@link #head}
   * @throws DeviceException if the device reports an error, takes longer than it may, or was reset
   *     by another thread meanwhile
   * @throws LateException if the limit comes first
   */
  void await(int sequence, TimeLimit limit) {
    look();
    while (!isKnownDone(sequence)) {
      pause(limit);
    }
  }

  /**
   * Gives others their turn until there may be news of the device, and looks at it.
   *
   * @throws DeviceException as {@link #await}
   * @throws LateException if the limit is over
   */
  void pause(TimeLimit limit) {
    checkFault();
    Duration left = limit.left();
    if (left.isZero()) {
      throw new LateException(
          "%s: %d of %d descriptors are completed, and the frame's time is over"
              .formatted(card.device().name(), done, head));
    }
    checkProgress();
    int before = epoch;
    turns.await(card.device(), left.compareTo(times.poll()) < 0 ? left : times.poll());
    if (before != epoch) {
      throw new DeviceException(card.device().name() + ": was reset while frames were in flight");
    }
    look();
  }

  private void checkProgress() {
    long since = System.nanoTime() - lastProgress;
    if (head != done && since > times.frame().toNanos()) {
      throw new DeviceException(
          "%s: %d of %d descriptors completed within %s; %s"
              .formatted(card.device().name(), done, head, times.frame(), card.link()));
    }
  }

  /** A thread may have waited for this. */
  void slotIsFree() {
    turns.tell();
  }

  /** Asks the device how many are completed. */
  void look() {
    int found = card.get(QbsRegisters.DONE_SEQUENCE);
    if (Integer.compareUnsigned(found - done, head - done) > 0) {
      throw new DeviceException(
          "%s: says that %s descriptors are completed, %s were before and %s were given to it; %s"
              .formatted(
                  card.device().name(),
                  Integer.toUnsignedString(found),
                  Integer.toUnsignedString(done),
                  Integer.toUnsignedString(head),
                  card.link()));
    }
    if (found != done) {
      done = found;
      lastProgress = System.nanoTime();
      card.device().writeRegister(QbsRegisters.IRQ_ACKNOWLEDGE, done);
    }
  }

  private void checkFault() {
    if ((card.get(QbsRegisters.STATUS) & STATUS_FAULT) != 0) {
      int code = card.get(QbsRegisters.ERROR_CODE);
      throw new DeviceException(
          "%s: error %s at descriptor %s, detail 0x%x; %s"
              .formatted(
                  card.device().name(),
                  ErrorCode.of(code).map(Enum::name).orElse("code " + code),
                  Integer.toUnsignedString(card.get(QbsRegisters.ERROR_SEQUENCE)),
                  card.get(QbsRegisters.ERROR_DETAIL),
                  card.link()));
    }
  }

  /**
   * Reads completions.
   *
   * @param first number of the first descriptor
   * @param to is filled; whole completions
   */
  void readCompletions(int first, ByteBuffer to) {
    int count = to.remaining() / QbsCompletion.BYTES;
    int slot = first & (SIZE - 1);
    int end = to.limit();
    int beforeWrap = Math.min(count, SIZE - slot);
    to.limit(to.position() + beforeWrap * QbsCompletion.BYTES);
    card.device().readMemory(address(slot), to);
    to.limit(end);
    if (to.hasRemaining()) {
      card.device().readMemory(address(0), to);
    }
  }

  private long address(int slot) {
    return base + COMPLETIONS + (long) slot * QbsCompletion.BYTES;
  }
}
