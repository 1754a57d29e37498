package io.quantunet.driver.accelerator.driver;

import io.quantunet.driver.accelerator.AcceleratorDevice;
import io.quantunet.driver.accelerator.DeviceException;
import io.quantunet.driver.accelerator.arch.Configuration;
import io.quantunet.driver.accelerator.arch.Qbs;
import io.quantunet.driver.accelerator.arch.QbsRegisters;
import io.quantunet.driver.accelerator.compiler.Compiler;
import io.quantunet.driver.accelerator.compiler.Program;
import io.quantunet.driver.engine.graph.Graph;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Random;

/**
 * Drives one device: two frames in flight, so that one is transferred while the other is computed.
 * After any {@link DeviceException} the next call must be {@link #reset}, unless another thread has
 * called it meanwhile.
 *
 * <p>What protects a mask from what happens between the host's memory and the array:
 *
 * <ul>
 *   <li>everything that is written to the card (weights, frames, descriptors) is read back before
 *       the device begins;
 *   <li>the device checks the CRC of each descriptor and of each weight stream it reads, and the
 *       descriptors' numbers;
 *   <li>the logits are compared with the CRC that the device computed while it stored them, and the
 *       completion must carry the frame's number;
 *   <li>a reset clears the rings, so that nothing old passes for new.
 * </ul>
 *
 * What remains is the card's own memory between two layers (ECC's business) and a device that
 * computes wrongly: golden frames find that at the start and after each failure.
 *
 * <p>Several threads take turns: whoever calls has the turn, and gives it away while it waits.
 */
public final class AcceleratorDriver implements AutoCloseable {

  private static final int SELF_TEST_BYTES = 1 << 18;
  private static final int[] SCRATCH_PATTERNS = {0x5555AAAA, 0xAAAA5555, 0x01234567, 0};

  private final AcceleratorDevice device;
  private final CheckedCard card;
  private final DescriptorRing ring;
  private final CardMemory memory;
  private final Configuration array;
  private int resets = 0;

  private AcceleratorDriver(
      AcceleratorDevice device, MemoryWindow window, DriverTimes times, Turns turns) {
    this.device = device;
    this.array = identify(device);
    this.card = new CheckedCard(device);
    this.ring = new DescriptorRing(card, window.base(), times, turns);
    this.memory = new CardMemory(window.base() + DescriptorRing.BYTES, window.end());
    testAccess(window);
    reset();
  }

  /**
   * Makes sure that the device is one, that registers and memory keep what is written to them, and
   * resets it.
   *
   * @param device belongs to the driver from then on
   * @throws DeviceException if it is another device, another version, or does not work
   */
  public static AcceleratorDriver start(
      AcceleratorDevice device, MemoryWindow window, DriverTimes times) {
    Turns turns = new Turns();
    turns.take();
    try {
      return start(device, window, times, turns);
    } finally {
      turns.giveBack();
    }
  }

  /**
   * As {@link #start(AcceleratorDevice, MemoryWindow, DriverTimes)}, for threads that share it.
   *
   * @param turns has been taken
   */
  static AcceleratorDriver start(
      AcceleratorDevice device, MemoryWindow window, DriverTimes times, Turns turns) {
    try {
      return new AcceleratorDriver(device, window, times, turns);
    } catch (RuntimeException | OutOfMemoryError e) {
      device.close();
      throw e;
    }
  }

  /**
   * What the device is.
   *
   * @throws DeviceException if it is no accelerator of this version
   */
  public static Configuration identify(AcceleratorDevice device) {
    expect(device, QbsRegisters.ID, Qbs.IDENTITY, "this is no QBS accelerator");
    expect(device, QbsRegisters.VERSION, Qbs.VERSION, "load the bitstream of this release");
    expect(
        device,
        QbsRegisters.ARCHITECTURE_CRC,
        Qbs.ARCHITECTURE_CRC,
        "it was made from another architecture file: load the bitstream of this release");
    try {
      return Configuration.read(device);
    } catch (IllegalArgumentException e) {
      throw new DeviceException(device.name() + ": " + e.getMessage(), e);
    }
  }

  private static void expect(AcceleratorDevice device, int register, int value, String otherwise) {
    int found = device.readRegister(register);
    if (found != value) {
      throw new DeviceException(
          "%s: the register 0x%03x holds 0x%08x, not 0x%08x: %s"
              .formatted(device.name(), register, found, value, otherwise));
    }
  }

  private void testAccess(MemoryWindow window) {
    for (int pattern : SCRATCH_PATTERNS) {
      card.set(QbsRegisters.SCRATCH, pattern);
    }
    byte[] bytes = new byte[SELF_TEST_BYTES];
    new Random(resets).nextBytes(bytes);
    ByteBuffer data = AlignedBuffers.allocate(bytes.length);
    card.write(window.base(), data.put(bytes).flip());
  }

  /** What messages call the device. */
  public String name() {
    return device.name();
  }

  /** The device's size. */
  public Configuration array() {
    return array;
  }

  /** Soft resets so far. */
  int resets() {
    return resets;
  }

  /** Soft reset; frames in flight are given up, and weights are written again before the next. */
  public void reset() {
    ring.reset();
    resets++;
  }

  /**
   * Compiles a net for the device and gives it a place in the card's memory.
   *
   * @throws io.quantunet.driver.engine.EngineException if the array cannot compute it, or there is
   *     no room
   */
  CardProgram place(Graph graph, int width, int height) {
    Program program =
        memory.place(
            base -> new Compiler(array, base, true).compile(graph, width, height), Program::end);
    try {
      return new CardProgram(program, card, ring);
    } catch (RuntimeException | OutOfMemoryError e) {
      memory.free(program.base());
      throw e;
    }
  }

  /** Gives a net's place back. */
  void remove(CardProgram program) {
    memory.free(program.program().base());
  }

  /**
   * Computes what is left of a request.
   *
   * @param progress is told after each frame
   * @throws DeviceException at the first failure
   * @throws LateException if the request's limit comes first
   */
  void run(CardProgram program, FrameRequest request, Runnable progress) {
    program.load(resets);
    int pixels = program.program().width() * program.program().height();
    Deque<CardProgram.InFlight> inFlight = new ArrayDeque<>();
    try {
      int next = request.done();
      while (!request.isDone()) {
        for (; next < request.frames() && mayFollow(inFlight, program); next++) {
          inFlight.addLast(program.submit(request.codes(), next * pixels, request.limit()));
        }
        CardProgram.InFlight first = inFlight.getFirst();
        long cycles =
            program.collect(first, request.logits(), request.done() * pixels, request.limit());
        program.giveBack(inFlight.removeFirst());
        request.completed(cycles);
        progress.run();
      }
    } finally {
      inFlight.forEach(program::giveBack);
    }
  }

  /** Whoever has a frame in flight does not wait for another's to end: that one may wait, too. */
  private static boolean mayFollow(Deque<CardProgram.InFlight> inFlight, CardProgram program) {
    return inFlight.isEmpty() || (inFlight.size() < Program.SLOTS && program.hasRoom());
  }

  /** Every layer's codes of the frame that was computed last, in order of execution. */
  List<byte[]> maps(CardProgram program) {
    return program.maps();
  }

  @Override
  public void close() {
    ring.giveUp();
    device.close();
  }
}
