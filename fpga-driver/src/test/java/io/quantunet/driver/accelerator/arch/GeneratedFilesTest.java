package io.quantunet.driver.accelerator.arch;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class GeneratedFilesTest {

  @Test
  void sayWhatTheArchitectureFileSays() throws IOException {
    assertThat(ArchitectureGenerator.stale(ArchitectureGenerator.home()))
        .as("stale; %s", ArchitectureGenerator.HOW)
        .isEmpty();
  }

  @Test
  void areStaleOnceTheArchitectureFileChanges(@TempDir Path folder) throws IOException {
    Path architecture = folder.resolve(ArchitectureGenerator.ARCHITECTURE);
    Files.createDirectories(architecture.getParent());
    Files.copy(
        ArchitectureGenerator.home().resolve(ArchitectureGenerator.ARCHITECTURE), architecture);
    ArchitectureGenerator.write(folder);
    assertThat(ArchitectureGenerator.stale(folder)).isEmpty();

    Files.writeString(architecture, Files.readString(architecture).replace("0x0B8", "0x0BC"));

    assertThat(ArchitectureGenerator.stale(folder))
        .contains(
            Path.of("fpga-driver", "rtl", "generated", "qbs_pkg.sv"),
            Path.of("docs", "accelerator-registers.md"));
  }
}
