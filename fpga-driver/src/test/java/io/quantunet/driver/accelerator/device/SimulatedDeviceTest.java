package io.quantunet.driver.accelerator.device;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.quantunet.driver.accelerator.DeviceException;
import io.quantunet.driver.accelerator.arch.Configuration;
import io.quantunet.driver.accelerator.arch.Qbs;
import io.quantunet.driver.accelerator.arch.QbsRegisters;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The Verilated RTL as a device; what it computes is tested elsewhere. */
@DisplayName("A simulated card")
class SimulatedDeviceTest {

  private static Path simulator;

  @TempDir private Path folder;

  @BeforeAll
  static void build() {
    assumeThat(SimulatorBuild.isPossible()).as("verilator, g++ and make are installed").isTrue();
    simulator = SimulatorBuild.build(Path.of(""), "ci");
  }

  @Test
  void saysWhatItIs() {
    try (SimulatedDevice device = SimulatedDevice.start(simulator, List.of())) {
      assertThat(device.readRegister(QbsRegisters.ID)).isEqualTo(Qbs.IDENTITY);
      assertThat(device.readRegister(QbsRegisters.ARCHITECTURE_CRC))
          .isEqualTo(Qbs.ARCHITECTURE_CRC);
      assertThat(Configuration.read(device)).isEqualTo(Configuration.of("ci"));
    }
  }

  @Test
  void keepsWhatIsWrittenToItsRegistersAndItsMemory() {
    byte[] bytes = new byte[1 << 20];
    new Random(1).nextBytes(bytes);
    ByteBuffer read = ByteBuffer.allocate(bytes.length);
    try (SimulatedDevice device = SimulatedDevice.start(simulator, List.of())) {
      device.writeRegister(QbsRegisters.SCRATCH, 0x89ABCDEF);
      device.writeMemory(0x1234, ByteBuffer.wrap(bytes));
      device.readMemory(0x1234, read);

      assertThat(device.readRegister(QbsRegisters.SCRATCH)).isEqualTo(0x89ABCDEF);
      assertThat(read.array()).isEqualTo(bytes);
    }
  }

  @Test
  void standsBesideOthers() {
    try (SimulatedDevice one = SimulatedDevice.start(simulator, List.of());
        SimulatedDevice other = SimulatedDevice.start(simulator, List.of())) {
      one.writeRegister(QbsRegisters.SCRATCH, 1);
      other.writeRegister(QbsRegisters.SCRATCH, 2);

      assertThat(one.readRegister(QbsRegisters.SCRATCH)).isEqualTo(1);
      assertThat(other.readRegister(QbsRegisters.SCRATCH)).isEqualTo(2);
      assertThat(one.name()).isNotEqualTo(other.name());
    }
  }

  @Test
  void standsStillWhileItIsIdle() {
    try (SimulatedDevice device = SimulatedDevice.start(simulator, List.of())) {
      long before = device.statistics().cycles();

      assertThat(device.statistics().cycles()).isEqualTo(before);
    }
  }

  @Test
  void isAnErrorOnceItsProcessIsGone() {
    try (SimulatedDevice device = SimulatedDevice.start(simulator, List.of())) {
      device.kill();

      assertThatThrownBy(() -> device.readRegister(QbsRegisters.ID))
          .isInstanceOf(DeviceException.class)
          .hasMessageContaining(device.name());
    }
  }

  @Test
  void saysWhyItCannotReadMemoryThatItDoesNotHave() {
    try (SimulatedDevice device = SimulatedDevice.start(simulator, List.of("--memory", "1"))) {
      assertThatThrownBy(() -> device.readMemory(1 << 20, ByteBuffer.allocate(1)))
          .isInstanceOf(DeviceException.class)
          .hasMessageContaining("the card has no memory at 1048576");
    }
  }

  @Test
  void doesNotStartWithAnOptionThatItDoesNotKnow() {
    assertThatThrownBy(() -> SimulatedDevice.start(simulator, List.of("--colour", "red")))
        .isInstanceOf(DeviceException.class)
        .hasMessageContaining("--colour");
  }

  @Test
  void recordsWhatWasAskedOfItAndReplaysIt() throws Exception {
    Path trace = folder.resolve("trace.txt");
    try (SimulatedDevice device =
        SimulatedDevice.start(simulator, List.of("--record", trace.toString()))) {
      device.writeRegister(QbsRegisters.SCRATCH, 0xCAFE);
      device.readRegister(QbsRegisters.SCRATCH);
      device.writeMemory(16, ByteBuffer.wrap(new byte[] {1, 2, 3}));
      device.readMemory(17, ByteBuffer.allocate(1));
    }
    assertThat(Files.readAllLines(trace))
        .containsExactly("W 05c 0000cafe", "R 05c 0000cafe", "M 10 010203", "C 11 02");
    assertThat(replay(trace)).isZero();

    Files.writeString(trace, Files.readString(trace).replace("C 11 02", "C 11 03"));
    assertThat(replay(trace)).isEqualTo(2);
  }

  private static int replay(Path trace) throws Exception {
    return new ProcessBuilder(simulator.toString(), "--replay", trace.toString())
        .redirectErrorStream(true)
        .redirectOutput(ProcessBuilder.Redirect.DISCARD)
        .start()
        .waitFor();
  }
}
