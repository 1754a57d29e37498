package io.quantunet.driver.accelerator.device;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.quantunet.driver.accelerator.AcceleratorDevice;
import io.quantunet.driver.accelerator.DeviceException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Arrays;
import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("A device with faults")
class FaultyDeviceTest {

  private static final int BYTES = 1000;
  private static final Duration SHORT = Duration.ofMillis(1);

  private final PlainMemory device = new PlainMemory();

  @Test
  void passesEverythingOnWhereItsPlanDoesNotStrike() {
    AcceleratorDevice faulty = new FaultyDevice(device, plan(Map.of()));

    faulty.writeMemory(10, pattern());
    faulty.writeRegister(8, 42);

    assertThat(read(faulty, 10)).isEqualTo(pattern());
    assertThat(faulty.readRegister(8)).isEqualTo(42);
    assertThat(faulty.awaitInterrupt(SHORT)).isTrue();
  }

  @Test
  void writesOneBitWrong() {
    always(FaultKind.FLIPPED_WRITE).writeMemory(0, pattern());

    assertThat(differingBits(Arrays.copyOf(device.memory, BYTES), pattern().array())).isEqualTo(1);
  }

  @Test
  void readsOneBitWrong() {
    device.writeMemory(0, pattern());

    assertThat(differingBits(read(always(FaultKind.FLIPPED_READ), 0).array(), pattern().array()))
        .isEqualTo(1);
    assertThat(Arrays.copyOf(device.memory, BYTES)).isEqualTo(pattern().array());
  }

  @Test
  void endsATransferEarly() {
    assertThatThrownBy(() -> always(FaultKind.SHORT_TRANSFER).writeMemory(0, pattern()))
        .isInstanceOf(DeviceException.class)
        .hasMessageMatching("plain: writing to the card ended after \\d+ of 1000 bytes");
    assertThat(Arrays.copyOf(device.memory, BYTES)).isNotEqualTo(pattern().array());
  }

  @Test
  void failsATransferBeforeAnythingHappened() {
    assertThatThrownBy(() -> always(FaultKind.IO_ERROR).writeMemory(0, pattern()))
        .isInstanceOf(DeviceException.class)
        .hasMessageContaining("Input/output error");
    assertThat(device.memory).containsOnly(0);
  }

  @Test
  void reportsATransferAsTooLateThatIsDone() {
    assertThatThrownBy(() -> always(FaultKind.TIMEOUT).writeMemory(0, pattern()))
        .isInstanceOf(DeviceException.class)
        .hasMessageContaining("timed out");
    assertThat(Arrays.copyOf(device.memory, BYTES)).isEqualTo(pattern().array());
  }

  @Test
  void losesAnInterrupt() {
    assertThat(always(FaultKind.LOST_INTERRUPT).awaitInterrupt(SHORT)).isFalse();
  }

  @Test
  void raisesAnInterruptThatNobodyRaised() {
    FaultPlan plan = plan(Map.of(FaultKind.SPURIOUS_INTERRUPT, 1.0, FaultKind.LOST_INTERRUPT, 1.0));

    assertThat(new FaultyDevice(device, plan).awaitInterrupt(SHORT)).isTrue();
    assertThat(plan.injected()).containsOnly(Map.entry(FaultKind.SPURIOUS_INTERRUPT, 1L));
  }

  @Test
  void readsOnesAndSwallowsWritesWhileItsLinkIsDead() {
    AcceleratorDevice faulty = always(FaultKind.DEAD_LINK);

    faulty.writeRegister(8, 42);
    faulty.writeMemory(0, pattern());

    assertThat(faulty.readRegister(8)).isEqualTo(0xFFFFFFFF);
    assertThat(read(faulty, 0).array()).containsOnly(0xFF);
    assertThat(device.memory).containsOnly(0);
    assertThat(device.registers).containsOnly(0);
  }

  private AcceleratorDevice always(FaultKind kind) {
    return new FaultyDevice(device, plan(Map.of(kind, 1.0)));
  }

  private static FaultPlan plan(Map<FaultKind, Double> rates) {
    return new FaultPlan(rates, 10, 1);
  }

  private static ByteBuffer pattern() {
    byte[] bytes = new byte[BYTES];
    for (int i = 0; i < BYTES; i++) {
      bytes[i] = (byte) (1 + i % 255);
    }
    return ByteBuffer.wrap(bytes);
  }

  private static ByteBuffer read(AcceleratorDevice from, long address) {
    ByteBuffer data = ByteBuffer.allocate(BYTES);
    from.readMemory(address, data);
    return data.flip();
  }

  private static int differingBits(byte[] some, byte[] others) {
    int bits = 0;
    for (int i = 0; i < some.length; i++) {
      bits += Integer.bitCount((some[i] ^ others[i]) & 0xFF);
    }
    return bits;
  }
}
