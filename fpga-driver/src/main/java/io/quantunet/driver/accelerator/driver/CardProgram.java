package io.quantunet.driver.accelerator.driver;

import io.quantunet.driver.accelerator.DeviceException;
import io.quantunet.driver.accelerator.arch.QbsCompletion;
import io.quantunet.driver.accelerator.compiler.DescriptorTemplate;
import io.quantunet.driver.accelerator.compiler.FramePacker;
import io.quantunet.driver.accelerator.compiler.PlacedMap;
import io.quantunet.driver.accelerator.compiler.Program;
import io.quantunet.driver.accelerator.compiler.ResultReader;
import io.quantunet.driver.accelerator.compiler.Segment;
import io.quantunet.driver.engine.EngineException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import java.util.zip.CRC32C;

/** A compiled net in a card's memory, with the buffers through which its frames go. */
final class CardProgram {

  private static final int ATTEMPTS = 3;

  /**
   * A frame that was given to the device.
   *
   * @param first number of its first descriptor
   * @param slot of its input and result
   */
  record InFlight(int first, int slot) {}

  private final Program program;
  private final CheckedCard card;
  private final DescriptorRing ring;
  private final FramePacker packer;
  private final ByteBuffer input;
  private final ByteBuffer result;
  private final ByteBuffer completions;
  private final List<DescriptorTemplate> storing;
  private int nextSlot = 0;
  private int loadedIn = -1;

  CardProgram(Program program, CheckedCard card, DescriptorRing ring) {
    this.program = program;
    this.card = card;
    this.ring = ring;
    this.packer = new FramePacker(program);
    this.input = AlignedBuffers.allocate(packer.bytes());
    this.result = AlignedBuffers.allocate(program.resultBytes());
    int last = program.net().layers().size() - 1;
    this.storing = program.descriptors().stream().filter(one -> one.layerIndex() == last).toList();
    this.completions = AlignedBuffers.allocate(storing.size() * QbsCompletion.BYTES);
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

  /** Writes a frame and its descriptors, and lets the device begin. */
  InFlight submit(byte[] codes, int first) {
    int slot = nextSlot;
    nextSlot = (nextSlot + 1) % Program.SLOTS;
    packer.pack(codes, first, input.clear());
    card.write(program.inputAddress(slot), input.flip());
    InFlight frame = new InFlight(ring.head(), slot);
    ring.submit(program.descriptors(new Program.Submission(ring.head(), ring.done(), slot)));
    return frame;
  }

  /**
   * Waits for a frame's logits.
   *
   * @param values receives {@code [height, width]} from an index on
   * @throws DeviceException if the device fails, or what it stored cannot be read as it stored it
   */
  void collect(InFlight frame, int[] values, int first) {
    int end = frame.first() + descriptors();
    ring.await(end);
    String difference = "";
    for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
      ring.readCompletions(end - storing.size(), completions.clear());
      card.device().readMemory(program.resultAddress(frame.slot()), result.clear());
      difference = difference(end - storing.size());
      if (difference.isEmpty()) {
        ResultReader.logits(program.last(), result.flip(), values, first);
        return;
      }
    }
    throw new DeviceException(
        "%s: read %d times, the result is not what the device stored: %s"
            .formatted(card.device().name(), ATTEMPTS, difference));
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
    return IntStream.range(0, storing.size())
        .mapToObj(i -> difference(i, first + i))
        .filter(text -> !text.isEmpty())
        .findFirst()
        .orElse("");
  }

  private String difference(int index, int sequence) {
    int at = index * QbsCompletion.BYTES;
    DescriptorTemplate strip = storing.get(index);
    int rowBytes = program.last().rawRowBytes();
    CRC32C crc = new CRC32C();
    crc.update(
        result
            .duplicate()
            .clear()
            .slice(strip.strip().row0() * rowBytes, strip.strip().rows() * rowBytes));
    if (completions.getInt(at + QbsCompletion.SEQUENCE) != sequence) {
      return "the completion of descriptor %d is that of %d"
          .formatted(sequence, completions.getInt(at + QbsCompletion.SEQUENCE));
    }
    if (completions.getInt(at + QbsCompletion.STATUS) != 0) {
      return "descriptor %d has the status %d"
          .formatted(sequence, completions.getInt(at + QbsCompletion.STATUS));
    }
    return (int) crc.getValue() == completions.getInt(at + QbsCompletion.OUTPUT_CRC)
        ? ""
        : "the CRC of rows %d to %d".formatted(strip.strip().row0(), strip.strip().end() - 1);
  }
}
