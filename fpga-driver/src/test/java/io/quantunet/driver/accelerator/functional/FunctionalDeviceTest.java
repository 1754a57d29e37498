package io.quantunet.driver.accelerator.functional;

import static org.assertj.core.api.Assertions.assertThat;

import io.quantunet.driver.accelerator.arch.Configuration;
import io.quantunet.driver.accelerator.arch.Configurations;
import io.quantunet.driver.accelerator.arch.ErrorCode;
import io.quantunet.driver.accelerator.arch.Qbs;
import io.quantunet.driver.accelerator.arch.QbsDescriptor;
import io.quantunet.driver.accelerator.arch.QbsFlags;
import io.quantunet.driver.accelerator.arch.QbsRegisters;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class FunctionalDeviceTest {

  private final Bench bench = new Bench();

  @Test
  void saysWhatItIs() {
    assertThat(bench.device.readRegister(QbsRegisters.ID)).isEqualTo(0x31534251);
    assertThat(bench.device.readRegister(QbsRegisters.ARCHITECTURE_CRC))
        .isEqualTo(Qbs.ARCHITECTURE_CRC);
    for (Configuration array : Configurations.ALL) {
      assertThat(Configuration.read(new FunctionalDevice(array))).isEqualTo(array);
    }
  }

  @Test
  void runsDescriptorAfterDescriptor() {
    for (int i = 0; i < 40; i++) { // more than the ring has places
      bench.run();
    }

    assertThat(bench.error()).isEqualTo(ErrorCode.NONE);
    assertThat(bench.done()).isEqualTo(40);
  }

  static Stream<Arguments> faults() {
    return Stream.of(
        fault("no magic", ErrorCode.OPERATION, d -> d.putShort(QbsDescriptor.MAGIC, (short) 1)),
        fault("operation 9", ErrorCode.OPERATION, d -> d.put(QbsDescriptor.OPERATION, (byte) 9)),
        fault("another number", ErrorCode.SEQUENCE, d -> d.putInt(QbsDescriptor.SEQUENCE, 1)),
        fault("1-bit weights", ErrorCode.UNSUPPORTED, d -> d.put(QbsDescriptor.WEIGHT_BITS, b(1))),
        fault("9-bit codes", ErrorCode.UNSUPPORTED, d -> d.put(QbsDescriptor.INPUT_BITS, b(9))),
        fault("no output bits", ErrorCode.UNSUPPORTED, d -> d.put(QbsDescriptor.OUTPUT_BITS, b(0))),
        fault("an odd source", ErrorCode.ALIGNMENT, d -> d.putLong(QbsDescriptor.SOURCE0, 4)),
        fault(
            "a source beyond 40 bits",
            ErrorCode.ALIGNMENT,
            d -> d.putLong(QbsDescriptor.SOURCE0, 1L << 40)),
        fault("odd rows", ErrorCode.ALIGNMENT, d -> d.putInt(QbsDescriptor.POOL_ROW_BYTES, 8)),
        fault("no width", ErrorCode.SIZE, d -> d.putShort(QbsDescriptor.WIDTH, (short) 0)),
        fault("no rows", ErrorCode.SIZE, d -> d.putShort(QbsDescriptor.ROWS, (short) 0)),
        fault("too low", ErrorCode.SIZE, d -> d.putShort(QbsDescriptor.HEIGHT, (short) 1)),
        fault("no halo", ErrorCode.SIZE, d -> d.putShort(QbsDescriptor.LOAD_ROWS, (short) 1)),
        fault(
            "a longer stream", ErrorCode.SIZE, d -> d.putInt(QbsDescriptor.WEIGHT_BYTES, 1 << 20)),
        fault("shorter rows", ErrorCode.SIZE, d -> d.putInt(QbsDescriptor.SOURCE_ROW_BEATS0, 8)),
        fault("other weights", ErrorCode.WEIGHT_CRC, d -> d.putInt(QbsDescriptor.WEIGHT_CRC, 5)),
        fault("another output", ErrorCode.OUTPUT_CRC, d -> d.put(QbsDescriptor.FLAGS, check())));
  }

  @ParameterizedTest(name = "{0}: {1}")
  @MethodSource("faults")
  void stopsAtADescriptorWith(String what, ErrorCode error, Consumer<ByteBuffer> change) {
    bench.run(change);

    assertThat(bench.error()).isEqualTo(error);
    assertThat(bench.done()).isZero();
  }

  @Test
  void stopsAtADescriptorWhoseBytesWereDamaged() {
    bench.runAsIs(descriptor -> descriptor.put(QbsDescriptor.AFTER, (byte) 1));

    assertThat(bench.error()).isEqualTo(ErrorCode.DESCRIPTOR_CRC);
  }

  @Test
  void refusesMoreRowsThanItHasRoomFor() {
    bench.run(
        descriptor -> {
          descriptor.putShort(QbsDescriptor.HEIGHT, (short) 1000);
          descriptor.putShort(QbsDescriptor.ROW0, (short) 0);
          descriptor.putShort(QbsDescriptor.ROWS, (short) 900);
          descriptor.putShort(QbsDescriptor.LOAD_ROW0, (short) 0);
          descriptor.putShort(QbsDescriptor.LOAD_ROWS, (short) 901);
        });

    assertThat(bench.error()).isEqualTo(ErrorCode.UNSUPPORTED);
  }

  @Test
  void stopsWhereASumLeavesThirtyTwoBits() {
    ByteBuffer weights = bench.weights();
    weights.putInt(0, Integer.MAX_VALUE);
    for (int i = 64; i < weights.capacity(); i++) {
      weights.put(i, (byte) (i < 64 + (weights.capacity() - 64) / 8 ? 0 : 0xFF)); // no signs
    }
    int crc = bench.replaceWeights(weights);

    bench.run(descriptor -> descriptor.putInt(QbsDescriptor.WEIGHT_CRC, crc));

    assertThat(bench.error()).isEqualTo(ErrorCode.OVERFLOW);
  }

  @Test
  void keepsItsFirstErrorUntilASoftReset() {
    bench.run();
    bench.run(descriptor -> descriptor.putInt(QbsDescriptor.SEQUENCE, 77));
    bench.run();
    assertThat(bench.error()).isEqualTo(ErrorCode.SEQUENCE);
    assertThat(bench.device.readRegister(QbsRegisters.ERROR_SEQUENCE)).isEqualTo(1);
    assertThat(bench.device.readRegister(QbsRegisters.ERROR_DETAIL)).isEqualTo(77);
    assertThat(bench.done()).isEqualTo(1);

    bench.reset();
    bench.run();

    assertThat(bench.error()).isEqualTo(ErrorCode.NONE);
    assertThat(bench.done()).isEqualTo(1);
  }

  @Test
  void interruptsUntilTheDescriptorIsAcknowledged() {
    bench.device.writeRegister(QbsRegisters.IRQ_ENABLE, 1);
    assertThat(bench.device.awaitInterrupt(Duration.ofMillis(1))).isFalse();

    bench.run(descriptor -> descriptor.put(QbsDescriptor.FLAGS, (byte) QbsFlags.IRQ));
    assertThat(bench.device.awaitInterrupt(Duration.ofSeconds(1))).isTrue();

    bench.device.writeRegister(QbsRegisters.IRQ_ACKNOWLEDGE, bench.done());
    assertThat(bench.device.awaitInterrupt(Duration.ofMillis(1))).isFalse();
  }

  @Test
  void stopsBeforeTheNextDescriptorWhenHalted() {
    bench.device.writeRegister(QbsRegisters.CONTROL, 5);
    bench.run();
    assertThat(bench.done()).isZero();
    assertThat(bench.device.readRegister(QbsRegisters.STATUS) & 8).isEqualTo(8);
    assertThat(bench.error()).isEqualTo(ErrorCode.HALTED);

    bench.device.writeRegister(QbsRegisters.CONTROL, 1);
    assertThat(bench.done()).isEqualTo(1);
    assertThat(bench.error()).isEqualTo(ErrorCode.NONE);
  }

  @Test
  void waitsForRowsThatNobodyWritesUntilTheWatchdogBites() {
    bench.run(descriptor -> descriptor.putInt(QbsDescriptor.AFTER, 3));
    assertThat(bench.error()).isEqualTo(ErrorCode.NONE);
    assertThat(bench.device.readRegister(QbsRegisters.STATUS)).isEqualTo(2);

    bench.device.writeRegister(QbsRegisters.WATCHDOG, 1000);
    assertThat(bench.error()).isEqualTo(ErrorCode.WATCHDOG);
  }

  @Test
  void countsSteps() {
    bench.run();
    assertThat(bench.device.readRegister(QbsRegisters.ARRAY_STEPS)).isZero();

    bench.device.writeRegister(QbsRegisters.LATCH, 1);

    // 12 rows of 2 blocks, 9 taps, 1 block of input channels in 2 digits, for each weight bit
    int bits = bench.program.layers().get(0).weightWidth().bits();
    assertThat(bench.device.readRegister(QbsRegisters.ARRAY_STEPS))
        .isEqualTo(bench.program.descriptors().get(0).strip().rows() * 2 * 9 * 2 * bits);
  }

  private static Arguments fault(String what, ErrorCode error, Consumer<ByteBuffer> change) {
    return Arguments.of(what, error, change);
  }

  private static byte b(int value) {
    return (byte) value;
  }

  private static byte check() {
    return (byte) QbsFlags.CHECK;
  }
}
