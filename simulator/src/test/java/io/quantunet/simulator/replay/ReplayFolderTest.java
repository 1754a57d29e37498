package io.quantunet.simulator.replay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.quantunet.proto.BinaryMask;
import io.quantunet.proto.GreyImage;
import io.quantunet.proto.PngImages;
import io.quantunet.simulator.FrameSource;
import io.quantunet.simulator.SimulatedFrame;
import io.quantunet.simulator.SimulatorException;
import io.quantunet.testsupport.SharedFolder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@DisplayName("The replay of a folder")
class ReplayFolderTest {

  @TempDir Path dir;

  @Test
  @DisplayName("deals the images in name order over the devices, each once before any repeats")
  void dealsRoundRobin() throws IOException {
    for (String name : List.of("04", "01", "05", "02", "03")) {
      image(dir.resolve(name + ".png"));
    }
    ReplayFolder folder = ReplayFolder.open(dir);
    List<FrameSource> devices = List.of(folder.forDevice(0, 2), folder.forDevice(1, 2));

    List<String> played = new ArrayList<>();
    for (int i = 0; i < 12; i++) {
      played.add(devices.get(i % 2).next().origin().substring(0, 2));
    }

    assertThat(played)
        .containsExactly("01", "02", "03", "04", "05", "01", "02", "03", "04", "05", "01", "02");
  }

  @Test
  @DisplayName("plays a plain folder without truth")
  void plainFolder() throws IOException {
    image(dir.resolve("000.png"));

    SimulatedFrame frame = ReplayFolder.open(dir).frame(0);

    assertThat(frame.truth()).isEmpty();
    assertThat(frame.spacingMm()).isZero();
  }

  @Test
  @DisplayName("takes the union of all masks of an image as its truth")
  void unionOfMasks() throws IOException {
    Path folder = Files.createDirectory(dir.resolve("benign"));
    image(folder.resolve("benign (4).png"));
    mask(folder.resolve("benign (4)_mask.png"), 0);
    mask(folder.resolve("benign (4)_mask_1.png"), 7);
    image(folder.resolve("benign (40).png"));
    mask(folder.resolve("benign (40)_mask.png"), 3);

    ReplayFolder replay = ReplayFolder.open(dir);

    assertThat(replay.names()).containsExactly("benign/benign (4).png", "benign/benign (40).png");
    assertThat(replay.frame(0).truth().orElseThrow().pixels())
        .containsExactly(1, 0, 0, 0, 0, 0, 0, 1);
    assertThat(replay.frame(1).truth().orElseThrow().count()).isEqualTo(1);
  }

  @Test
  @DisplayName("says which mask is missing")
  void missingMask() throws IOException {
    Path folder = Files.createDirectory(dir.resolve("malignant"));
    image(folder.resolve("a.png"));
    mask(folder.resolve("a_mask.png"), 1);
    image(folder.resolve("b.png"));

    assertThatThrownBy(() -> ReplayFolder.open(dir))
        .isInstanceOf(SimulatorException.class)
        .hasMessageContaining("b.png has no mask")
        .hasMessageContaining("b_mask.png");
  }

  @Test
  @DisplayName("says that a folder is missing or has no image")
  void noImages() throws IOException {
    Files.createDirectory(dir.resolve("benign"));

    assertThatThrownBy(() -> ReplayFolder.open(dir))
        .isInstanceOf(SimulatorException.class)
        .hasMessageContaining("no image in " + dir);
    assertThatThrownBy(() -> ReplayFolder.open(dir.resolve("nowhere")))
        .isInstanceOf(SimulatorException.class)
        .hasMessageContaining("no folder " + dir.resolve("nowhere"));
  }

  @Test
  @DisplayName("says which file is not an image, and which mask is of another size")
  void badFiles() throws IOException {
    Path folder = Files.createDirectory(dir.resolve("normal"));
    Files.writeString(folder.resolve("a.png"), "not a PNG");
    mask(folder.resolve("a_mask.png"), 0);
    image(folder.resolve("b.png"));
    Files.write(folder.resolve("b_mask.png"), PngImages.encode(new BinaryMask(2, 2, new byte[4])));

    ReplayFolder replay = ReplayFolder.open(dir);

    assertThatThrownBy(() -> replay.frame(0))
        .hasMessageContaining("cannot read")
        .hasMessageContaining("a.png");
    assertThatThrownBy(() -> replay.frame(1)).hasMessageContaining("b_mask.png is 2 x 2");
  }

  @Test
  @DisplayName("reads all of BUSI in the order of its split.csv")
  void busi() throws IOException {
    Path busi = SharedFolder.require("data/busi");
    List<String> listed =
        Files.readAllLines(busi.resolve("split.csv")).stream()
            .skip(1)
            .map(line -> line.split(",", -1)[0] + "/" + line.split(",", -1)[1])
            .sorted()
            .toList();

    ReplayFolder replay = ReplayFolder.open(busi);

    assertThat(replay.names()).isEqualTo(listed);
    assertThat(replay.frame(0).truth().orElseThrow().count()).isPositive();
  }

  @Test
  @DisplayName("plays a real cine loop")
  void cine() {
    ReplayFolder replay = ReplayFolder.open(SharedFolder.require("data/cine/echo_sonosite"));

    assertThat(replay.size()).isEqualTo(30);
    assertThat(replay.frame(29).image().width()).isEqualTo(320);
  }

  private static void image(Path file) throws IOException {
    Files.write(file, PngImages.encode(new GreyImage(4, 2, new byte[] {1, 2, 3, 4, 5, 6, 7, 8})));
  }

  private static void mask(Path file, int pixel) throws IOException {
    byte[] pixels = new byte[8];
    pixels[pixel] = 1;
    Files.write(file, PngImages.encode(new BinaryMask(4, 2, pixels)));
  }
}
