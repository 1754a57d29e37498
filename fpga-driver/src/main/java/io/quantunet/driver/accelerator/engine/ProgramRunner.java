package io.quantunet.driver.accelerator.engine;

import io.quantunet.driver.accelerator.AcceleratorDevice;
import io.quantunet.driver.accelerator.DeviceException;
import io.quantunet.driver.accelerator.arch.ErrorCode;
import io.quantunet.driver.accelerator.arch.QbsCompletion;
import io.quantunet.driver.accelerator.arch.QbsDescriptor;
import io.quantunet.driver.accelerator.arch.QbsRegisters;
import io.quantunet.driver.accelerator.compiler.Program;
import io.quantunet.driver.accelerator.compiler.Segment;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Runs a program on a device, one frame at a time, and waits for each. */
public final class ProgramRunner {

  private static final int ENABLE = 1;
  private static final int RESET = 2;
  private static final int IDLE = 1;
  private static final Duration POLL = Duration.ofMillis(50);

  private final AcceleratorDevice device;
  private final Program program;
  private final long base;
  private final Duration timeout;
  private final int ringBits;
  private int sequence; // of the next descriptor
  private int frames;

  /** As the other constructor, with memory from address 0. */
  public ProgramRunner(AcceleratorDevice device, Program program, Duration timeout) {
    this(device, program, 0, timeout);
  }

  /**
   * Resets the device and loads the program.
   *
   * @param base first card address that may be used
   * @param timeout longest wait for a frame
   * @throws DeviceException if the device does not become idle
   */
  public ProgramRunner(AcceleratorDevice device, Program program, long base, Duration timeout) {
    this.device = device;
    this.program = program;
    this.base = base;
    this.timeout = timeout;
    this.ringBits = ringBits(program.descriptors().size());
    reset();
    for (Segment segment : program.segments()) {
      device.writeMemory(segment.address(), ByteBuffer.wrap(segment.bytes()));
    }
    start();
  }

  /**
   * Runs a frame.
   *
   * @param input the packed frame
   * @param expectedCrcs of each descriptor; empty = the device checks none
   * @throws DeviceException if the device reports an error, or takes too long
   */
  public FrameRun run(ByteBuffer input, List<Integer> expectedCrcs) {
    int slot = frames++ % Program.SLOTS;
    device.writeMemory(program.inputAddress(slot), input);
    int first = sequence;
    sequence += program.descriptors().size();
    writeDescriptors(
        program.descriptors(new Program.Submission(first, first, slot, expectedCrcs)), first);
    device.writeRegister(QbsRegisters.HEAD, sequence);
    await();
    ByteBuffer result = ByteBuffer.allocate(program.resultBytes()).order(ByteOrder.LITTLE_ENDIAN);
    device.readMemory(program.resultAddress(slot), result);
    return new FrameRun(slot, result.flip(), completions(first));
  }

  private static int ringBits(int descriptors) {
    return Math.max(1, Integer.SIZE - Integer.numberOfLeadingZeros(descriptors - 1));
  }

  private void reset() {
    device.writeRegister(QbsRegisters.CONTROL, RESET);
    long end = System.nanoTime() + timeout.toNanos();
    while ((device.readRegister(QbsRegisters.STATUS) & IDLE) == 0) {
      if (System.nanoTime() > end) {
        throw new DeviceException(device.name() + ": not idle in a soft reset; reload it");
      }
      Thread.onSpinWait();
    }
    device.writeRegister(QbsRegisters.HEAD, 0);
    device.writeRegister(QbsRegisters.IRQ_ACKNOWLEDGE, 0);
    device.writeRegister(QbsRegisters.CONTROL, 0);
  }

  private void start() {
    writeAddress(QbsRegisters.RING_BASE_LOW, base + CardMap.DESCRIPTORS);
    writeAddress(QbsRegisters.COMPLETION_BASE_LOW, base + CardMap.COMPLETIONS);
    device.writeRegister(QbsRegisters.RING_SIZE, ringBits);
    device.writeRegister(QbsRegisters.IRQ_ENABLE, 3);
    device.writeRegister(QbsRegisters.CONTROL, ENABLE);
  }

  private void writeAddress(int lowRegister, long address) {
    device.writeRegister(lowRegister, (int) address);
    device.writeRegister(lowRegister + Integer.BYTES, (int) (address >>> Integer.SIZE));
  }

  /** The end of the ring may lie between two descriptors. */
  private void writeDescriptors(ByteBuffer descriptors, int first) {
    int slots = 1 << ringBits;
    int slot = first & (slots - 1);
    int untilEnd = (slots - slot) * QbsDescriptor.BYTES;
    int head = Math.min(untilEnd, descriptors.remaining());
    long ring = base + CardMap.DESCRIPTORS;
    device.writeMemory(ring + (long) slot * QbsDescriptor.BYTES, descriptors.slice(0, head));
    if (head < descriptors.remaining()) {
      device.writeMemory(ring, descriptors.slice(head, descriptors.remaining() - head));
    }
  }

  private void await() {
    long end = System.nanoTime() + timeout.toNanos();
    while (device.readRegister(QbsRegisters.DONE_SEQUENCE) != sequence) {
      int error = device.readRegister(QbsRegisters.ERROR_CODE);
      if (error != ErrorCode.NONE.code()) {
        throw failure(error);
      }
      if (System.nanoTime() > end) {
        throw new DeviceException(
            "%s: %d of %d descriptors stored after %d ms"
                .formatted(
                    device.name(),
                    device.readRegister(QbsRegisters.DONE_SEQUENCE),
                    sequence,
                    timeout.toMillis()));
      }
      device.awaitInterrupt(POLL);
    }
    device.writeRegister(QbsRegisters.IRQ_ACKNOWLEDGE, sequence);
  }

  private DeviceException failure(int error) {
    int failed = device.readRegister(QbsRegisters.ERROR_SEQUENCE);
    int index = Math.floorMod(failed, program.descriptors().size());
    return new DeviceException(
        "%s: error %s (detail 0x%08X) in descriptor %d, layer %s"
            .formatted(
                device.name(),
                ErrorCode.of(error).map(ErrorCode::name).orElse("number " + error),
                device.readRegister(QbsRegisters.ERROR_DETAIL),
                failed,
                program.descriptors().get(index).layer().name()));
  }

  private List<Completion> completions(int first) {
    ByteBuffer ring =
        ByteBuffer.allocate(QbsCompletion.BYTES << ringBits).order(ByteOrder.LITTLE_ENDIAN);
    device.readMemory(base + CardMap.COMPLETIONS, ring);
    List<Completion> completions = new ArrayList<>();
    for (int i = first; i != sequence; i++) {
      int slot = i & ((1 << ringBits) - 1);
      Completion completion = Completion.at(ring, slot * QbsCompletion.BYTES);
      if (completion.sequence() != i || completion.status() != 0) {
        throw new DeviceException(
            "%s: the completion of descriptor %d says %d, status %d"
                .formatted(device.name(), i, completion.sequence(), completion.status()));
      }
      completions.add(completion);
    }
    return completions;
  }
}
