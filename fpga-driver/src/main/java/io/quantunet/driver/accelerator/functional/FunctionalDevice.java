package io.quantunet.driver.accelerator.functional;

import io.quantunet.driver.accelerator.AcceleratorDevice;
import io.quantunet.driver.accelerator.arch.Configuration;
import io.quantunet.driver.accelerator.arch.ErrorCode;
import io.quantunet.driver.accelerator.arch.Qbs;
import io.quantunet.driver.accelerator.arch.QbsCompletion;
import io.quantunet.driver.accelerator.arch.QbsDescriptor;
import io.quantunet.driver.accelerator.arch.QbsFlags;
import io.quantunet.driver.accelerator.arch.QbsRegisters;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;

/**
 * The device in plain Java: exact, but without a notion of time. A descriptor runs to its end
 * within the register write that lets it; its cycles are the array's steps, as if nothing ever had
 * to wait.
 *
 * <p>Safe for several threads.
 */
public final class FunctionalDevice implements AcceleratorDevice {

  private static final int ENABLE = 1;
  private static final int RESET = 2;
  private static final int HALT = 4;
  private static final int STATUS_IDLE = 1;
  private static final int STATUS_BUSY = 2;
  private static final int STATUS_FAULT = 4;
  private static final int STATUS_HALTED = 8;

  private final Configuration array;
  private final CardMemory memory = new CardMemory();
  private final Counters counters = new Counters();
  private final Map<Integer, Integer> written = new HashMap<>();

  private final Map<Integer, Features> loaded = new HashMap<>(); // by sequence number

  private int done;
  private ErrorCode error = ErrorCode.NONE;
  private int errorSequence;
  private int errorDetail;
  private boolean halted;
  private boolean announced; // a descriptor with the irq flag was completed, at:
  private int announcedSequence;

  /** A device of this size, its memory empty. */
  public FunctionalDevice(Configuration array) {
    this.array = array;
  }

  @Override
  public String name() {
    return "functional:" + array.name();
  }

  @Override
  public synchronized int readRegister(int offset) {
    if (Counters.has(offset)) {
      return counters.read(offset);
    }
    return switch (offset) {
      case QbsRegisters.ID -> Qbs.IDENTITY;
      case QbsRegisters.VERSION -> Qbs.VERSION;
      case QbsRegisters.CAP_LANES -> array.outputLanes() | array.inputLanes() << 16;
      case QbsRegisters.CAP_FORMATS ->
          Qbs.PIXEL_LANES
              | Qbs.DIGIT_BITS << 8
              | Qbs.MAXIMUM_ACTIVATION_BITS << 16
              | Qbs.MAXIMUM_WEIGHT_BITS << 24;
      case QbsRegisters.CAP_FEATURES -> array.featureWords();
      case QbsRegisters.CAP_WEIGHTS -> array.weightWords();
      case QbsRegisters.CAP_STREAM ->
          array.weightBeatBits() | array.parameterSlots() << 16 | array.requantizeLanes() << 24;
      case QbsRegisters.ARCHITECTURE_CRC -> Qbs.ARCHITECTURE_CRC;
      case QbsRegisters.STATUS -> status();
      case QbsRegisters.IRQ_STATUS -> interrupts();
      case QbsRegisters.TAIL, QbsRegisters.DONE_SEQUENCE -> done;
      case QbsRegisters.ERROR_CODE -> shownError().code();
      case QbsRegisters.ERROR_SEQUENCE -> errorSequence;
      case QbsRegisters.ERROR_DETAIL -> errorDetail;
      default -> written.getOrDefault(offset, 0);
    };
  }

  @Override
  public synchronized void writeRegister(int offset, int value) {
    if (offset == QbsRegisters.LATCH) {
      counters.latch();
    } else if (isWritable(offset)) {
      written.put(offset, value);
    }
    if ((control() & RESET) != 0) {
      reset();
    } else {
      runPending();
    }
    notifyAll();
  }

  @Override
  public synchronized void writeMemory(long address, ByteBuffer data) {
    memory.write(address, data);
  }

  @Override
  public synchronized void readMemory(long address, ByteBuffer data) {
    memory.read(address, data);
  }

  @Override
  public synchronized boolean awaitInterrupt(Duration timeout) {
    long end = System.nanoTime() + timeout.toNanos();
    long left = end - System.nanoTime();
    while ((interrupts() & value(QbsRegisters.IRQ_ENABLE)) == 0 && left > 0) {
      try {
        wait(left / 1_000_000, (int) (left % 1_000_000));
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        return false;
      }
      left = end - System.nanoTime();
    }
    return (interrupts() & value(QbsRegisters.IRQ_ENABLE)) != 0;
  }

  @Override
  public void close() {
    // nothing but garbage-collected memory
  }

  private static boolean isWritable(int offset) {
    return switch (offset) {
      case QbsRegisters.CONTROL,
          QbsRegisters.IRQ_ENABLE,
          QbsRegisters.IRQ_ACKNOWLEDGE,
          QbsRegisters.RING_BASE_LOW,
          QbsRegisters.RING_BASE_HIGH,
          QbsRegisters.RING_SIZE,
          QbsRegisters.HEAD,
          QbsRegisters.WATCHDOG,
          QbsRegisters.SCRATCH,
          QbsRegisters.COMPLETION_BASE_LOW,
          QbsRegisters.COMPLETION_BASE_HIGH ->
          true;
      default -> false;
    };
  }

  private int value(int register) {
    return written.getOrDefault(register, 0);
  }

  private int control() {
    return value(QbsRegisters.CONTROL);
  }

  private int status() {
    boolean waiting = isRunning() && done != value(QbsRegisters.HEAD);
    return (waiting ? STATUS_BUSY : STATUS_IDLE)
        | (error == ErrorCode.NONE ? 0 : STATUS_FAULT)
        | (halted ? STATUS_HALTED : 0);
  }

  /** A halt is no fault: its code is there as long as the device rests by it. */
  private ErrorCode shownError() {
    return halted && error == ErrorCode.NONE ? ErrorCode.HALTED : error;
  }

  private int interrupts() {
    boolean unseen = announced && announcedSequence - value(QbsRegisters.IRQ_ACKNOWLEDGE) >= 0;
    return (unseen ? 1 : 0) | (error == ErrorCode.NONE ? 0 : 2);
  }

  private void reset() {
    done = 0;
    error = ErrorCode.NONE;
    errorSequence = 0;
    errorDetail = 0;
    halted = false;
    loaded.clear();
    announced = false;
    counters.clear();
  }

  private void runPending() {
    halted = (control() & HALT) != 0;
    boolean progress = true;
    while (progress && isRunning() && done != value(QbsRegisters.HEAD)) {
      try {
        progress = runNext();
      } catch (Fault fault) {
        error = fault.code();
        errorSequence = done;
        errorDetail = fault.detail();
      }
    }
  }

  private boolean isRunning() {
    return (control() & ENABLE) != 0 && !halted && error == ErrorCode.NONE;
  }

  /** Runs the next descriptor; false if it waits for what only later ones could do. */
  private boolean runNext() throws Fault {
    loadAhead();
    Descriptor descriptor = descriptor(done);
    new DescriptorCheck(descriptor).run(done);
    Features features = loaded.remove(done);
    if (features == null) {
      if (value(QbsRegisters.WATCHDOG) != 0) {
        throw new Fault(ErrorCode.WATCHDOG, descriptor.u32(QbsDescriptor.AFTER));
      }
      return false;
    }
    Results results = new StripRun(descriptor, features, memory).run();
    complete(descriptor, results.crc());
    count(descriptor, results.bytes());
    return true;
  }

  /**
   * Rows are read as early as the hardware may: up to two descriptors ahead of what is stored, as
   * soon as {@code after} allows it. A program that allows it too early gets stale rows here too.
   */
  private void loadAhead() {
    for (int next = done; next - done <= 2 && next != value(QbsRegisters.HEAD); next++) {
      Descriptor descriptor = descriptor(next);
      if (!loaded.containsKey(next)) {
        if (!isSound(descriptor, next) || done - descriptor.u32(QbsDescriptor.AFTER) < 0) {
          return;
        }
        loaded.put(next, new Features(descriptor, memory));
      }
    }
  }

  private static boolean isSound(Descriptor descriptor, int sequence) {
    try {
      new DescriptorCheck(descriptor).run(sequence);
      return true;
    } catch (Fault fault) {
      return false; // an error once it is its turn
    }
  }

  private Descriptor descriptor(int sequence) {
    long ring = address(QbsRegisters.RING_BASE_LOW, QbsRegisters.RING_BASE_HIGH);
    long at = ring + slot(sequence) * QbsDescriptor.BYTES;
    return new Descriptor(array, memory.read(at, QbsDescriptor.BYTES));
  }

  private long slot(int sequence) {
    return sequence & (1L << value(QbsRegisters.RING_SIZE)) - 1;
  }

  private void complete(Descriptor descriptor, int crc) {
    ByteBuffer completion = ByteBuffer.allocate(QbsCompletion.BYTES).order(ByteOrder.LITTLE_ENDIAN);
    completion.putInt(done).putInt(ErrorCode.NONE.code()).putInt(crc).putInt(0);
    completion.putLong(descriptor.steps()).putLong(descriptor.steps());
    long ring = address(QbsRegisters.COMPLETION_BASE_LOW, QbsRegisters.COMPLETION_BASE_HIGH);
    memory.write(ring + slot(done) * QbsCompletion.BYTES, completion.array());
    if (descriptor.has(QbsFlags.IRQ)) {
      announced = true;
      announcedSequence = done;
    }
    done++;
  }

  private void count(Descriptor descriptor, long bytesWritten) {
    counters.add(QbsRegisters.CYCLES, descriptor.steps());
    counters.add(QbsRegisters.BUSY, descriptor.steps());
    counters.add(QbsRegisters.ARRAY_STEPS, descriptor.steps());
    counters.add(QbsRegisters.WRITTEN_BYTES, bytesWritten + QbsCompletion.BYTES);
    counters.add(QbsRegisters.FRAMES, descriptor.has(QbsFlags.LAST) ? 1 : 0);
  }

  private long address(int low, int high) {
    return Integer.toUnsignedLong(value(low)) | (long) value(high) << 32;
  }
}
