package io.quantunet.driver.accelerator.driver;

import io.quantunet.driver.accelerator.DeviceException;
import io.quantunet.driver.accelerator.arch.QbsCompletion;
import io.quantunet.driver.accelerator.arch.QbsDescriptor;
import io.quantunet.driver.accelerator.compiler.DescriptorTemplate;
import io.quantunet.driver.accelerator.compiler.FramePacker;
import io.quantunet.driver.accelerator.compiler.PlacedMap;
import io.quantunet.driver.accelerator.compiler.Program;
import io.quantunet.driver.accelerator.compiler.ResultReader;
import io.quantunet.driver.accelerator.compiler.Segment;
import io.quantunet.driver.accelerator.plan.Strip;
import io.quantunet.driver.engine.EngineException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import java.util.zip.CRC32C;

/**
 * A compiled net in a card's memory, with the buffers through which its frames go. Engines on
 * several threads may share it; whoever calls has the device's turn.
 */
final class CardProgram {

  private static final int ATTEMPTS = 3;

  /**
   * A frame that was given to the device.
   *
   * @param first number of its first descriptor
   * @param slot of its input and result
   * @param reset number of the reset after which it was given
   */
  record InFlight(int first, int slot, int reset) {}

  private final Program program;
  private final CheckedCard card;
  private final DescriptorRing ring;
  private final FramePacker packer;
  private final ByteBuffer input;
  private final ByteBuffer descriptors;
  private final ByteBuffer result;
  private final ByteBuffer completions;
  private final List<DescriptorTemplate> storing;
  private final Slots slots = new Slots();
  private int loadedIn = -1;

  CardProgram(Program program, CheckedCard card, DescriptorRing ring) {
    this.program = program;
    this.card = card;
    this.ring = ring;
    this.packer = new FramePacker(program);
    this.input = AlignedBuffers.allocate(packer.bytes());
    this.descriptors = AlignedBuffers.allocate(descriptors() * QbsDescriptor.BYTES);
    this.result = AlignedBuffers.allocate(program.resultBytes());
    int last = program.net().layers().size() - 1;
    this.storing = program.descriptors().stream().filter(one -> one.layerIndex() == last).toList();
    this.completions = AlignedBuffers.allocate(descriptors() * QbsCompletion.BYTES);
    if (!program.last().raw() || Program.SLOTS * descriptors() > DescriptorRing.SIZE) {
      throw new EngineException(
          ("a net of %d descriptors that ends with %s: the driver runs nets that end with logits,"
                  + " of up to %d descriptors")
              .formatted(
                  descriptors(), program.last().name(), DescriptorRing.SIZE / Program.SLOTS));
    }
  }

  Program program() {
    return program;
  }

  /** Descriptors of a frame. */
  int descriptors() {
    return program.descriptors().size();
  }

  /**
   * Writes the weights, unless that was done since the reset of this number: what failed may have
   * damaged them.
   */
  void load(int reset) {
    if (loadedIn != reset) {
      slots.clear();
      card.write(program.base(), weights());
      loadedIn = reset;
    }
  }

  /** All weight streams as they lie in the card's memory: one transfer instead of many. */
  private ByteBuffer weights() {
    Segment last = program.segments().get(program.segments().size() - 1);
    long end = last.address() + last.bytes().length;
    ByteBuffer image = AlignedBuffers.allocate(Math.toIntExact(end - program.base()));
    for (Segment segment : program.segments()) {
      image.put(Math.toIntExact(segment.address() - program.base()), segment.bytes());
    }
    return image;
  }

  /** Whether a frame can be submitted without waiting. */
  boolean hasRoom() {
    return slots.free(ring).isPresent() && ring.hasRoom(descriptors());
  }

  /**
   * Whether the device may still write to this program's memory.
   *
   * @param reset number of the last one: what was given before it is given up
   */
  boolean isInUse(int reset) {
    return loadedIn == reset && slots.isInUse(ring);
  }

  /**
   * Writes a frame and its descriptors, and lets the device begin; waits for room first.
   *
   * @param codes frames
   * @param first index of the frame's first code
   * @throws DeviceException if the device fails
   * @throws LateException if there is no room before the limit
   */
  InFlight submit(byte[] codes, int first, TimeLimit limit) {
    ring.look();
    while (!hasRoom()) {
      ring.pause(limit);
    }
    int slot = slots.free(ring).orElseThrow();
    packer.pack(codes, first, input.clear());
    card.write(program.inputAddress(slot), input.flip());
    InFlight frame = new InFlight(ring.head(), slot, loadedIn);
    slots.take(slot, ring.head() + descriptors());
    descriptors.clear();
    descriptors.put(program.descriptors(new Program.Submission(ring.head(), ring.done(), slot)));
    ring.submit(descriptors.flip());
    return frame;
  }

  /** Nobody waits for a frame any more, or its logits were read. */
  void giveBack(InFlight frame) {
    if (frame.reset() == loadedIn) {
      slots.giveBack(frame.slot(), ring);
      ring.slotIsFree();
    }
  }

  /**
   * Waits for a frame's logits.
   *
   * @param values receives {@code [height, width]} from an index on
   * @return clock cycles that the frame took the device
   * @throws DeviceException if the device fails, or what it stored cannot be read as it stored it
   * @throws LateException if the limit comes first
   */
  long collect(InFlight frame, int[] values, int first, TimeLimit limit) {
    ring.await(frame.first() + descriptors(), limit);
    String difference = "";
    for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
      ring.readCompletions(frame.first(), completions.clear());
      card.device().readMemory(program.resultAddress(frame.slot()), result.clear());
      difference = difference(frame.first());
      if (difference.isEmpty()) {
        ResultReader.logits(program.last(), result.flip(), values, first);
        return cycles();
      }
    }
    throw new DeviceException(
        "%s: read %d times, the result is not what the device stored: %s"
            .formatted(card.device().name(), ATTEMPTS, difference));
  }

  private long cycles() {
    return IntStream.range(0, descriptors())
        .mapToLong(i -> completions.getLong(i * QbsCompletion.BYTES + QbsCompletion.CYCLES))
        .sum();
  }

  /** Reads the codes of every layer but the last; the program must keep them. */
  List<byte[]> maps() {
    return program.maps().subList(0, program.maps().size() - 1).stream()
        .map(map -> ResultReader.codes(map.layout(), readTwice(map)))
        .toList();
  }

  /**
   * No CRC tells whether a map was read as it lies there: it is read until it is the same twice.
   */
  private byte[] readTwice(PlacedMap map) {
    byte[] before = read(map);
    for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
      byte[] again = read(map);
      if (Arrays.equals(before, again)) {
        return again;
      }
      before = again;
    }
    throw new DeviceException(
        "%s: the map at 0x%x reads differently each time"
            .formatted(card.device().name(), map.address()));
  }

  private byte[] read(PlacedMap map) {
    ByteBuffer bytes = ByteBuffer.allocate(Math.toIntExact(map.layout().bytes()));
    card.device().readMemory(map.address(), bytes);
    return bytes.array();
  }

  /** How the result differs from what the completions say of it; empty if it does not. */
  private String difference(int first) {
    int firstStoring = descriptors() - storing.size();
    return IntStream.range(0, descriptors())
        .mapToObj(
            i -> {
              String difference = difference(i, first + i);
              return difference.isEmpty() && i >= firstStoring
                  ? difference(i, storing.get(i - firstStoring))
                  : difference;
            })
        .filter(text -> !text.isEmpty())
        .findFirst()
        .orElse("");
  }

  private String difference(int index, int sequence) {
    int at = index * QbsCompletion.BYTES;
    if (completions.getInt(at + QbsCompletion.SEQUENCE) != sequence) {
      return "the completion of descriptor %d is that of %d"
          .formatted(sequence, completions.getInt(at + QbsCompletion.SEQUENCE));
    }
    int status = completions.getInt(at + QbsCompletion.STATUS);
    return status == 0 ? "" : "descriptor %d has the status %d".formatted(sequence, status);
  }

  private String difference(int index, DescriptorTemplate storer) {
    int rowBytes = program.last().rawRowBytes();
    Strip strip = storer.strip();
    CRC32C crc = new CRC32C();
    crc.update(result.duplicate().clear().slice(strip.row0() * rowBytes, strip.rows() * rowBytes));
    int stored = completions.getInt(index * QbsCompletion.BYTES + QbsCompletion.OUTPUT_CRC);
    return (int) crc.getValue() == stored
        ? ""
        : "the CRC of rows %d to %d".formatted(strip.row0(), strip.end() - 1);
  }
}
