package io.quantunet.driver.accelerator.device;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.quantunet.driver.accelerator.DeviceException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** On folders that look like the kernel's. */
@DisplayName("Of the accelerators in the processor's chip")
class UioNodesTest {

  private static final Path NODES = Path.of("/dev");

  @TempDir private Path classes;

  @Test
  void thoseOfTheNameAreFoundWithTheirBuffers() throws IOException {
    device("uio2", "qbs");
    device("uio10", "qbs");
    device("uio0", "axi-pmon");
    buffer("udmabuf0", "0x70000000", "268435456");
    buffer("udmabuf1", "0x60000000", "1048576");

    assertThat(UioNodes.find(classes, NODES, "qbs"))
        .containsExactly(
            new UioDevice.Nodes(
                NODES.resolve("uio2"),
                NODES.resolve("uio2"),
                NODES.resolve("udmabuf0"),
                0x7000_0000L,
                256 << 20),
            new UioDevice.Nodes(
                NODES.resolve("uio10"),
                NODES.resolve("uio10"),
                NODES.resolve("udmabuf1"),
                0x6000_0000L,
                1 << 20));
  }

  @Test
  void noneAreFoundWhereTheKernelHasNoSuchClass() {
    assertThat(UioNodes.find(classes, NODES, "qbs")).isEmpty();
  }

  @Test
  void oneWithoutABufferIsNamed() throws IOException {
    device("uio0", "qbs");

    assertThatThrownBy(() -> UioNodes.find(classes, NODES, "qbs"))
        .isInstanceOf(DeviceException.class)
        .hasMessageContaining("uio0: there is no buffer for it")
        .hasMessageContaining("load the module u-dma-buf");
  }

  @Test
  void aBuffersAddressThatIsNoNumberIsNamed() throws IOException {
    device("uio0", "qbs");
    buffer("udmabuf0", "somewhere", "4096");

    assertThatThrownBy(() -> UioNodes.find(classes, NODES, "qbs"))
        .hasMessageContaining("phys_addr holds 'somewhere', which is no number");
  }

  private void device(String node, String name) throws IOException {
    write(classes.resolve("uio").resolve(node).resolve("name"), name);
  }

  private void buffer(String node, String address, String bytes) throws IOException {
    Path folder = classes.resolve("u-dma-buf").resolve(node);
    write(folder.resolve("phys_addr"), address);
    write(folder.resolve("size"), bytes);
  }

  private static void write(Path file, String text) throws IOException {
    Files.createDirectories(file.getParent());
    Files.writeString(file, text + "\n");
  }
}
