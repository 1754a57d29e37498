package io.quantunet.driver.accelerator.compiler;

import io.quantunet.driver.accelerator.arch.Configuration;
import io.quantunet.driver.accelerator.arch.Operation;
import io.quantunet.driver.accelerator.arch.QbsDescriptor;
import io.quantunet.driver.accelerator.cost.FrameCost;
import io.quantunet.driver.accelerator.plan.DeviceLayer;
import io.quantunet.driver.accelerator.plan.DeviceNet;
import io.quantunet.driver.model.Layer;
import io.quantunet.driver.model.LayerKind;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;
import java.util.OptionalInt;

/**
 * A net, ready for the device. Two frames may be in flight: they differ in the slot of input and
 * result, the maps in between are shared.
 *
 * @param layers the layers with their weights, in order of execution
 * @param net what is computed
 * @param width pixels of the net's input across
 * @param height pixels down
 * @param base first card address in use
 * @param end first card address after it that is free
 * @param segments what must be in card memory before the first frame
 * @param descriptors one frame's, in order
 * @param input the net's input, slot 0
 * @param inputSlotBytes from slot 0 to slot 1
 * @param result card address of the result, slot 0
 * @param resultSlotBytes from slot 0 to slot 1
 * @param maps every layer's map of codes; of use after a frame only where the program keeps them
 * @param cost what a frame costs, as the cost model has it
 */
public record Program(
    List<Layer> layers,
    DeviceNet net,
    int width,
    int height,
    long base,
    long end,
    List<Segment> segments,
    List<DescriptorTemplate> descriptors,
    PlacedMap input,
    long inputSlotBytes,
    long result,
    long resultSlotBytes,
    List<PlacedMap> maps,
    FrameCost cost) {

  /** Slots of input and result: frames that may be in flight. */
  public static final int SLOTS = MemoryPlan.SLOTS;

  /** Copies the lists. */
  public Program {
    layers = List.copyOf(layers);
    segments = List.copyOf(segments);
    descriptors = List.copyOf(descriptors);
    maps = List.copyOf(maps);
  }

  /**
   * One frame's place among all descriptors.
   *
   * @param firstSequence number of its first descriptor
   * @param done count of descriptors that are known to be stored, as DONE_SEQUENCE says it
   * @param slot of input and result, 0 or 1
   * @param expectedCrcs what the CRC of each descriptor's output must be; empty = not checked
   */
  public record Submission(int firstSequence, int done, int slot, List<Integer> expectedCrcs) {

    /** Copies the list. */
    public Submission {
      expectedCrcs = List.copyOf(expectedCrcs);
    }

    /** Without checks. */
    public Submission(int firstSequence, int done, int slot) {
      this(firstSequence, done, slot, List.of());
    }
  }

  /** What it was compiled for. */
  public Configuration array() {
    return net.array();
  }

  /** Card address of the input of a slot. */
  public long inputAddress(int slot) {
    return input.address() + slot * inputSlotBytes;
  }

  /** Card address of the result of a slot. */
  public long resultAddress(int slot) {
    return result + slot * resultSlotBytes;
  }

  /** Bytes of a result. */
  public int resultBytes() {
    return Math.toIntExact(last().outputBytes());
  }

  /** The layer whose result is the net's. */
  public DeviceLayer last() {
    return net.last();
  }

  /** Whether the host lays the taps of the first layer out as channels. */
  public boolean laysTapsOut() {
    return layers.get(0).kind() == LayerKind.CONV_3X3
        && net.layers().get(0).operation() == Operation.CONV1;
  }

  /** The descriptors of a frame, 128 bytes each, ready for the ring. */
  public ByteBuffer descriptors(Submission frame) {
    ByteBuffer bytes =
        ByteBuffer.allocate(descriptors.size() * QbsDescriptor.BYTES)
            .order(ByteOrder.LITTLE_ENDIAN);
    for (int i = 0; i < descriptors.size(); i++) {
      DescriptorTemplate template = descriptors.get(i);
      int after = template.after() == 0 ? frame.done() : frame.firstSequence() + template.after();
      OptionalInt expected =
          frame.expectedCrcs().isEmpty()
              ? OptionalInt.empty()
              : OptionalInt.of(frame.expectedCrcs().get(i));
      template.write(
          bytes,
          new DescriptorTemplate.Frame(frame.firstSequence() + i, frame.slot(), after, expected));
    }
    return bytes.flip();
  }
}
