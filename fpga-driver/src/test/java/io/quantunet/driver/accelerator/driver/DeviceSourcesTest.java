package io.quantunet.driver.accelerator.driver;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.typesafe.config.ConfigFactory;
import io.quantunet.driver.engine.EngineException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** On folders that look like the kernel's. */
@DisplayName("The cards of a machine")
class DeviceSourcesTest {

  @TempDir private Path nodes;
  @TempDir private Path classes;
  private DeviceSettings settings;

  @BeforeEach
  void lookThere() {
    settings = with("card-memory = 4 GiB").at(nodes, classes, "accelerator");
  }

  @Test
  void areFoundBehindPcieAndInTheChipEachWithItsMemory() throws IOException {
    Files.createFile(nodes.resolve("xdma0_user"));
    Files.createFile(nodes.resolve("xdma1_user"));
    write("uio/uio3/name", "accelerator");
    write("u-dma-buf/udmabuf0/phys_addr", "0x70000000");
    write("u-dma-buf/udmabuf0/size", "268435456");

    assertThat(DeviceSources.cards(settings))
        .extracting(FoundDevice::name)
        .containsExactly("xdma0", "xdma1", "uio3");
    assertThat(DeviceSources.cards(settings))
        .extracting(FoundDevice::window)
        .containsExactly(
            new MemoryWindow(0, 4L << 30),
            new MemoryWindow(0, 4L << 30),
            new MemoryWindow(0x7000_0000L, 256 << 20));
  }

  @Test
  void areSaidToBeMissingWithWhatWasLookedFor() {
    assertThatThrownBy(() -> DeviceSources.cards(settings))
        .isInstanceOf(EngineException.class)
        .hasMessageContaining(nodes + "/xdma0_user is not there")
        .hasMessageContaining("no entry of " + classes + "/uio has the name accelerator");
  }

  @Test
  void mayUseAGigabyteUnlessToldOtherwise() {
    assertThat(DeviceSettings.fromConfig(ConfigFactory.load()).cardMemory())
        .isEqualTo(new MemoryWindow(0, 1L << 30));
  }

  @Test
  void mustHaveRoomForTheRings() {
    assertThatThrownBy(() -> with("card-memory = 64 KiB"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("card memory of 65536 bytes");
  }

  private static DeviceSettings with(String setting) {
    return DeviceSettings.fromConfig(
        ConfigFactory.parseString("quantunet.driver.devices." + setting)
            .withFallback(ConfigFactory.load()));
  }

  private void write(String file, String text) throws IOException {
    Path path = classes.resolve(file);
    Files.createDirectories(path.getParent());
    Files.writeString(path, text + "\n");
  }
}
