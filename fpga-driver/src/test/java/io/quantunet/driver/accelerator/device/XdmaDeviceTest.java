package io.quantunet.driver.accelerator.device;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.quantunet.driver.accelerator.DeviceException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** On ordinary files and a FIFO: what the class does, not what the kernel's module does. */
@DisplayName("A PCIe card")
class XdmaDeviceTest {

  private static final Duration LONG = Duration.ofSeconds(20);
  private static final Duration SHORT = Duration.ofMillis(20);
  private static final int CARD_BYTES = 16 << 20;

  @TempDir private Path folder;
  private FileChannel events;
  private XdmaDevice device;

  @BeforeEach
  void makeNodes() throws Exception {
    Files.write(folder.resolve("xdma0_user"), new byte[RegisterWindow.BYTES]);
    Files.write(folder.resolve("xdma0_h2c_0"), new byte[CARD_BYTES]);
    Files.createSymbolicLink(folder.resolve("xdma0_c2h_0"), folder.resolve("xdma0_h2c_0"));
    Path fifo = folder.resolve("xdma0_events_0");
    assertThat(new ProcessBuilder("mkfifo", fifo.toString()).start().waitFor()).isZero();
    events = FileChannel.open(fifo, StandardOpenOption.READ, StandardOpenOption.WRITE);
    device = XdmaDevice.open(folder, 0, LONG);
  }

  @AfterEach
  void closeNodes() throws IOException {
    device.close();
    events.close();
  }

  @Test
  void isFoundByItsNodes() {
    assertThat(XdmaDevice.indices(folder)).containsExactly(0);
  }

  @Test
  void hasLittleEndianRegisters() throws IOException {
    device.writeRegister(0x5C, 0x01020304);

    assertThat(device.readRegister(0x5C)).isEqualTo(0x01020304);
    ByteBuffer user = ByteBuffer.wrap(Files.readAllBytes(folder.resolve("xdma0_user")));
    assertThat(user.order(ByteOrder.LITTLE_ENDIAN).getInt(0x5C)).isEqualTo(0x01020304);
  }

  @Test
  void accessesNothingOutsideOfItsRegisters() {
    assertThatThrownBy(() -> device.readRegister(0x1000)).hasMessageContaining("0x1000");
    assertThatThrownBy(() -> device.writeRegister(-4, 0)).isInstanceOf(DeviceException.class);
    assertThatThrownBy(() -> device.readRegister(0x5D)).isInstanceOf(DeviceException.class);
  }

  @Test
  void readsBackWhatWasWrittenAlsoInSeveralParts() {
    byte[] bytes = new byte[9 << 20];
    new Random(1).nextBytes(bytes);
    ByteBuffer data =
        ByteBuffer.allocateDirect(bytes.length + 3).position(3).put(bytes).position(3);

    device.writeMemory(4096, data);
    ByteBuffer read = ByteBuffer.allocateDirect(bytes.length);
    device.readMemory(4096, read);

    assertThat(data.hasRemaining()).isFalse();
    assertThat(read.flip()).isEqualTo(ByteBuffer.wrap(bytes));
  }

  @Test
  void takesAShortCountAsAnError() {
    assertThatThrownBy(() -> device.readMemory(CARD_BYTES - 10, ByteBuffer.allocate(100)))
        .isInstanceOf(DeviceException.class)
        .hasMessageContaining("ended after 10 of 100 bytes");
  }

  @Test
  void hearsOfAnInterrupt() throws IOException {
    events.write(ByteBuffer.allocate(Integer.BYTES));

    assertThat(device.awaitInterrupt(LONG)).isTrue();
    assertThat(device.awaitInterrupt(SHORT)).isFalse();
  }

  @Test
  void saysWhichNodeCannotBeOpened() {
    assertThatThrownBy(() -> XdmaDevice.open(folder, 7, LONG))
        .isInstanceOf(DeviceException.class)
        .hasMessageContaining("xdma7_user cannot be opened");
  }

  @Test
  void isClosedUnderACallThatBlocks() throws Exception {
    Path blocking = folder.resolve("blocking");
    assertThat(new ProcessBuilder("mkfifo", blocking.toString()).start().waitFor()).isZero();
    try (FileChannel node =
        FileChannel.open(blocking, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
      Patience patience = new Patience("card", SHORT, () -> closeQuietly(node));

      assertThatThrownBy(
              () -> patience.within("reading", () -> node.read(ByteBuffer.allocateDirect(4))))
          .isInstanceOf(DeviceException.class)
          .hasMessageContaining("card: reading took more than PT0.02S and was given up");
    }
  }

  private static void closeQuietly(FileChannel node) {
    try {
      node.close();
    } catch (IOException e) {
      throw new DeviceException("cannot be closed", e);
    }
  }
}
