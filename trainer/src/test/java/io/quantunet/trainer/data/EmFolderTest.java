package io.quantunet.trainer.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.quantunet.proto.GreyImage;
import io.quantunet.proto.PngImages;
import io.quantunet.testsupport.SharedFolder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@DisplayName("A stack of electron micrographs")
class EmFolderTest {

  @TempDir Path temporary;
  private Path folder;

  @BeforeEach
  void makeFolder() {
    folder = temporary.resolve("em");
  }

  @Test
  void isCutIntoTilesPixelByPixel() throws Exception {
    GreyImage image = noise(32, 32, 1);
    GreyImage label = new GreyImage(32, 32, halves(32));
    slice("00", image, label);

    List<Sample> tiles = EmFolder.load(folder, GridSize.square(16), EmTarget.CELL);

    assertThat(tiles)
        .extracting(Sample::name)
        .containsExactly("00.png at 0,0", "00.png at 16,0", "00.png at 0,16", "00.png at 16,16");
    for (int i = 0; i < 256; i++) {
      assertThat(tiles.get(3).codes()[i] & 0xFF).isEqualTo(image.at(16 + i % 16, 16 + i / 16));
    }
    assertThat(tiles).extracting(tile -> tile.mask().count()).containsExactly(256, 256, 0, 0);
  }

  @Test
  void canBeAskedForItsMembranes() throws Exception {
    slice("00", noise(32, 32, 1), new GreyImage(32, 32, halves(32)));

    List<Sample> tiles = EmFolder.load(folder, GridSize.square(16), EmTarget.MEMBRANE);

    assertThat(tiles).extracting(tile -> tile.mask().count()).containsExactly(0, 0, 256, 256);
  }

  @Test
  void isCoveredByOverlappingTilesWhereTheGridDoesNotDivideIt() throws Exception {
    slice("00", noise(40, 20, 1), noise(40, 20, 2));

    List<Sample> tiles = EmFolder.load(folder, GridSize.square(16), EmTarget.CELL);

    assertThat(tiles)
        .extracting(Sample::name)
        .containsExactly(
            "00.png at 0,0",
            "00.png at 12,0",
            "00.png at 24,0",
            "00.png at 0,4",
            "00.png at 12,4",
            "00.png at 24,4");
  }

  @Test
  void holdsItsLastFifthBackAsOneBlock() throws Exception {
    for (int i = 0; i < 10; i++) {
      slice("0" + i, noise(16, 16, i), noise(16, 16, i));
    }

    List<Sample> tiles = DataFolder.load(folder, 16, 16);

    assertThat(tiles)
        .filteredOn(tile -> tile.split().equals(Optional.of(Split.VAL)))
        .extracting(Sample::name)
        .containsExactly("08.png at 0,0", "09.png at 0,0");
    assertThat(DataFolder.hasSplit(folder)).isTrue();
  }

  @Test
  void withASliceThatHasNoLabelNamesIt() throws Exception {
    slice("00", noise(16, 16, 1), noise(16, 16, 1));
    slice("01", noise(16, 16, 1), noise(16, 16, 1));
    Files.delete(folder.resolve("train/label/01.png"));

    assertThatThrownBy(() -> DataFolder.load(folder, 16, 16))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("2 slices in train/image, 1 labels")
        .hasMessageEndingWith("without a label: 01.png");
  }

  @Test
  void withALabelOfAnotherSizeNamesIt() throws Exception {
    slice("00", noise(32, 32, 1), noise(16, 16, 1));

    assertThatThrownBy(() -> DataFolder.load(folder, 16, 16))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("00.png is 16 x 16 pixels, its image 32 x 32");
  }

  @Test
  void smallerThanATileSaysSo() throws Exception {
    slice("00", noise(16, 16, 1), noise(16, 16, 1));

    assertThatThrownBy(() -> DataFolder.load(folder, 32, 32))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("smaller than a tile of 32 x 32; take a smaller grid");
  }

  @Test
  void ofIsbi2012HasThirtySlicesAndMostlyCells() {
    Path em = SharedFolder.require("data/em");

    DataSet data = DataSet.load(List.of(em), 256, 256);

    assertThat(data.train()).hasSize(24 * 4);
    assertThat(data.validation()).hasSize(6 * 4);
    Set<String> heldBack = new HashSet<>();
    data.validation().forEach(tile -> heldBack.add(tile.name().substring(0, 2)));
    assertThat(heldBack).containsExactlyInAnyOrder("24", "25", "26", "27", "28", "29");
    double cells =
        data.train().stream().mapToInt(tile -> tile.mask().count()).average().orElseThrow();
    assertThat(cells / (256 * 256)).isBetween(0.7, 0.85);
  }

  private void slice(String name, GreyImage image, GreyImage label) throws IOException {
    Files.createDirectories(folder.resolve("train/image"));
    Files.createDirectories(folder.resolve("train/label"));
    Files.write(folder.resolve("train/image/" + name + ".png"), PngImages.encode(image));
    Files.write(folder.resolve("train/label/" + name + ".png"), PngImages.encode(label));
  }

  private static GreyImage noise(int width, int height, int seed) {
    byte[] grey = new byte[width * height];
    new Random(seed).nextBytes(grey);
    return new GreyImage(width, height, grey);
  }

  /** White above, black below. */
  private static byte[] halves(int side) {
    byte[] grey = new byte[side * side];
    Arrays.fill(grey, 0, grey.length / 2, (byte) 255);
    return grey;
  }
}
