package io.quantunet.simulator.phantom;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.quantunet.simulator.SimulatedFrame;
import io.quantunet.simulator.replay.ReplayFolder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@DisplayName("The phantom data set")
class PhantomDatasetTest {

  private static final PhantomSettings SMALL = PhantomSettings.defaults().withSize(96, 80);

  @TempDir Path dir;

  @Test
  @DisplayName("is read back by the replay, image by image, with masks that fit their class")
  void roundTrip() throws IOException {
    PhantomDataset.write(dir, 40, 9, SMALL);

    ReplayFolder folder = ReplayFolder.open(dir);

    assertThat(folder.size()).isEqualTo(40);
    for (int i = 0; i < folder.size(); i++) {
      SimulatedFrame frame = folder.frame(i);
      int lesionPixels = frame.truth().orElseThrow().count();
      assertThat(frame.image().width()).isEqualTo(96);
      assertThat(lesionPixels > 0).as(frame.origin()).isEqualTo(!frame.origin().contains("normal"));
    }
  }

  @Test
  @DisplayName(
      "lists every image in split.csv, no leak group on both sides, about a fifth for validation")
  void split() throws IOException {
    PhantomDataset.write(dir, 90, 9, SMALL);

    List<String> lines = Files.readAllLines(dir.resolve("split.csv"));
    assertThat(lines.get(0)).isEqualTo("class,name,leak_group,split");
    Map<String, String> splitOfGroup = new HashMap<>();
    int validation = 0;
    for (String line : lines.subList(1, lines.size())) {
      String[] field = line.split(",", -1);
      assertThat(dir.resolve(field[0]).resolve(field[1])).exists();
      assertThat(splitOfGroup.merge(field[2], field[3], (old, now) -> old)).isEqualTo(field[3]);
      validation += field[3].equals("val") ? 1 : 0;
    }
    assertThat(lines).hasSize(91);
    assertThat(validation).isBetween(9, 27);
  }

  @Test
  @DisplayName("is the same for the same seed")
  void deterministic() throws IOException {
    PhantomDataset.write(dir.resolve("a"), 6, 1, SMALL);
    PhantomDataset.write(dir.resolve("b"), 6, 1, SMALL);
    PhantomDataset.write(dir.resolve("c"), 6, 2, SMALL);

    assertThat(contents("b")).isEqualTo(contents("a"));
    assertThat(contents("c")).isNotEqualTo(contents("a"));
  }

  @Test
  @DisplayName("is not written over a folder that holds something")
  void refusesFullFolder() throws IOException {
    Files.writeString(dir.resolve("notes.txt"), "mine");

    assertThatIllegalArgumentException()
        .isThrownBy(() -> PhantomDataset.write(dir, 3, 1))
        .withMessageContaining(dir + " is not empty");
    assertThat(dir.resolve("benign")).doesNotExist();
  }

  private Map<String, List<Byte>> contents(String name) throws IOException {
    Path root = dir.resolve(name);
    try (var files = Files.walk(root)) {
      return files
          .filter(Files::isRegularFile)
          .collect(
              Collectors.toMap(
                  file -> root.relativize(file).toString(), PhantomDatasetTest::bytes));
    }
  }

  private static List<Byte> bytes(Path file) {
    try {
      byte[] raw = Files.readAllBytes(file);
      Byte[] boxed = new Byte[raw.length];
      for (int i = 0; i < raw.length; i++) {
        boxed[i] = raw[i];
      }
      return List.of(boxed);
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }
}
