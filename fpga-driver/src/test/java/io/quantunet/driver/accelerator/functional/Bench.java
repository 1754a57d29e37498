package io.quantunet.driver.accelerator.functional;

import io.quantunet.driver.accelerator.arch.Configurations;
import io.quantunet.driver.accelerator.arch.ErrorCode;
import io.quantunet.driver.accelerator.arch.QbsDescriptor;
import io.quantunet.driver.accelerator.arch.QbsRegisters;
import io.quantunet.driver.accelerator.compiler.Compiler;
import io.quantunet.driver.accelerator.compiler.FramePacker;
import io.quantunet.driver.accelerator.compiler.Program;
import io.quantunet.driver.accelerator.compiler.Segment;
import io.quantunet.driver.engine.graph.Graph;
import io.quantunet.driver.model.ActivationFormat;
import io.quantunet.driver.model.BitWidth;
import io.quantunet.driver.model.LayerKind;
import io.quantunet.driver.verify.RandomModels;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Optional;
import java.util.Random;
import java.util.function.Consumer;
import java.util.zip.CRC32C;

/** A device with one 3x3 layer's program in its memory, driven register by register. */
final class Bench {

  private static final long RING = 0;
  private static final long COMPLETIONS = 0x10_0000;
  private static final int RING_BITS = 4;

  final FunctionalDevice device = new FunctionalDevice(Configurations.CI);
  final Program program;
  private int head;

  Bench() {
    ActivationFormat format = ActivationFormat.of(6, 3);
    Graph graph =
        Graph.of(
            RandomModels.layer(
                new Random(3), "layer", LayerKind.CONV_3X3, 3, 5, format, Optional.of(format)));
    program = new Compiler(Configurations.CI, 0x20_0000, false).compile(graph, 16, 12);
    for (Segment segment : program.segments()) {
      device.writeMemory(segment.address(), ByteBuffer.wrap(segment.bytes()));
    }
    FramePacker packer = new FramePacker(program);
    ByteBuffer frame = ByteBuffer.allocate(packer.bytes());
    packer.pack(RandomModels.codes(new Random(4), 16 * 12 * 3, new BitWidth(6)), 0, frame);
    device.writeMemory(program.inputAddress(0), frame.flip());
    device.writeRegister(QbsRegisters.RING_BASE_LOW, (int) RING);
    device.writeRegister(QbsRegisters.COMPLETION_BASE_LOW, (int) COMPLETIONS);
    device.writeRegister(QbsRegisters.RING_SIZE, RING_BITS);
    device.writeRegister(QbsRegisters.CONTROL, 1);
  }

  int done() {
    return device.readRegister(QbsRegisters.DONE_SEQUENCE);
  }

  ErrorCode error() {
    return ErrorCode.of(device.readRegister(QbsRegisters.ERROR_CODE)).orElseThrow();
  }

  /** Runs the first descriptor of the program as the next one. */
  void run() {
    run(descriptor -> {});
  }

  /** The same with changed fields, and the CRC that belongs to them. */
  void run(Consumer<ByteBuffer> change) {
    runAsIs(
        descriptor -> {
          change.accept(descriptor);
          CRC32C crc = new CRC32C();
          crc.update(descriptor.array(), 0, QbsDescriptor.CRC);
          descriptor.putInt(QbsDescriptor.CRC, (int) crc.getValue());
        });
  }

  /** The same with the CRC as it was. */
  void runAsIs(Consumer<ByteBuffer> change) {
    write(change);
    device.writeRegister(QbsRegisters.HEAD, head);
  }

  private void write(Consumer<ByteBuffer> change) {
    ByteBuffer one = ByteBuffer.allocate(QbsDescriptor.BYTES).order(ByteOrder.LITTLE_ENDIAN);
    one.put(
        program.descriptors(new Program.Submission(head, head, 0)).slice(0, QbsDescriptor.BYTES));
    change.accept(one);
    long slot = head++ % (1 << RING_BITS);
    device.writeMemory(RING + slot * QbsDescriptor.BYTES, one.clear());
  }

  /** A soft reset, then enabled again. */
  void reset() {
    device.writeRegister(QbsRegisters.CONTROL, 2);
    head = 0;
    device.writeRegister(QbsRegisters.HEAD, 0);
    device.writeRegister(QbsRegisters.IRQ_ACKNOWLEDGE, 0);
    device.writeRegister(QbsRegisters.CONTROL, 1);
  }

  /** The bytes of the descriptor's weight stream in card memory. */
  ByteBuffer weights() {
    Segment segment = program.segments().get(0);
    ByteBuffer bytes = ByteBuffer.allocate(segment.bytes().length).order(ByteOrder.LITTLE_ENDIAN);
    device.readMemory(segment.address(), bytes);
    return bytes.clear();
  }

  /** Puts another weight stream in its place; its CRC. */
  int replaceWeights(ByteBuffer bytes) {
    CRC32C crc = new CRC32C();
    crc.update(bytes.duplicate());
    device.writeMemory(program.segments().get(0).address(), bytes);
    return (int) crc.getValue();
  }
}
