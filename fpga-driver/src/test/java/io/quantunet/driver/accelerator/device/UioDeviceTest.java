package io.quantunet.driver.accelerator.device;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.quantunet.driver.accelerator.DeviceException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** On ordinary files, which can be mapped like the nodes. */
@DisplayName("An accelerator in the processor's chip")
@EnabledOnOs(OS.LINUX)
class UioDeviceTest {

  private static final long ADDRESS = 0x7000_0000L;
  private static final int BYTES = 1 << 16;

  @TempDir private Path folder;
  private UioDevice.Nodes nodes;

  @BeforeEach
  void makeNodes() throws IOException {
    Path registers = Files.write(folder.resolve("uio0"), new byte[RegisterWindow.BYTES]);
    // The first four bytes are where the driver enables the interrupt, the next are one interrupt.
    Path interrupts = Files.write(folder.resolve("interrupts"), new byte[2 * Integer.BYTES]);
    Path memory = Files.write(folder.resolve("udmabuf0"), new byte[BYTES]);
    nodes = new UioDevice.Nodes(registers, interrupts, memory, ADDRESS, BYTES);
  }

  @Test
  void hasItsRegistersInTheMappedNode() throws IOException {
    try (UioDevice device = UioDevice.open(nodes)) {
      device.writeRegister(0x5C, 0x01020304);

      assertThat(device.readRegister(0x5C)).isEqualTo(0x01020304);
    }
    ByteBuffer file = ByteBuffer.wrap(Files.readAllBytes(nodes.registers()));
    assertThat(file.order(ByteOrder.nativeOrder()).getInt(0x5C)).isEqualTo(0x01020304);
  }

  @Test
  void hasItsMemoryAtItsPhysicalAddress() throws IOException {
    ByteBuffer read = ByteBuffer.allocate(3);
    try (UioDevice device = UioDevice.open(nodes)) {
      device.writeMemory(ADDRESS + 100, ByteBuffer.wrap(new byte[] {1, 2, 3}));
      device.readMemory(ADDRESS + 100, read);
    }
    assertThat(read.array()).containsExactly(1, 2, 3);
    assertThat(Files.readAllBytes(nodes.memory())[101]).isEqualTo((byte) 2);
  }

  @Test
  void refusesAddressesOutsideOfItsBuffer() {
    try (UioDevice device = UioDevice.open(nodes)) {
      assertThatThrownBy(() -> device.readMemory(ADDRESS + BYTES - 2, ByteBuffer.allocate(3)))
          .isInstanceOf(DeviceException.class)
          .hasMessageContaining("outside of the buffer");
      assertThatThrownBy(() -> device.writeMemory(0, ByteBuffer.allocate(3)))
          .isInstanceOf(DeviceException.class);
    }
  }

  @Test
  void enablesTheInterruptAndHearsOfIt() throws IOException {
    try (UioDevice device = UioDevice.open(nodes)) {
      assertThat(device.awaitInterrupt(Duration.ofSeconds(20))).isTrue();
    }
    ByteBuffer written = ByteBuffer.wrap(Files.readAllBytes(nodes.interrupts()));
    assertThat(written.order(ByteOrder.nativeOrder()).getInt(0)).isEqualTo(1);
  }

  @Test
  void saysWhichNodeCannotBeMapped() {
    UioDevice.Nodes missing =
        new UioDevice.Nodes(
            folder.resolve("uio9"), nodes.interrupts(), nodes.memory(), ADDRESS, BYTES);

    assertThatThrownBy(() -> UioDevice.open(missing))
        .isInstanceOf(DeviceException.class)
        .hasMessageContaining("uio9")
        .hasMessageContaining("cannot be mapped");
  }
}
