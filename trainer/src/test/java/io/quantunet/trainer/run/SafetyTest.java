package io.quantunet.trainer.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.quantunet.trainer.data.DataException;
import io.quantunet.trainer.data.DataSet;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

@DisplayName("A run that goes wrong")
class SafetyTest {

  @TempDir static Path temporary;
  private static DataSet data;

  @BeforeAll
  static void makeData() {
    data = TinyRun.load(TinyRun.images(temporary.resolve("discs")));
  }

  /** At these rates a quantized net survives batch normalization, and not its folding. */
  @Test
  void stopsAtANonFiniteLossNamesTheLayerAndKeepsTheCheckpointOfTheLastGoodEpoch() {
    TrainingSettings explosive = settings("nan", 3, "optimizer.rate-weights = 1e30", false);
    Path checkpoint = explosive.out().resolve("checkpoint.bin");
    byte[][] good = new byte[1][];

    assertThatThrownBy(
            () ->
                run(
                    explosive,
                    line -> {
                      if (line.equals("batch normalization folded")) {
                        good[0] = bytes(checkpoint);
                      }
                    }))
        .isInstanceOf(TrainingException.class)
        .hasMessageContaining("epoch 3, step 1: the loss is NaN")
        .hasMessageContaining("the first layer that is not finite is encoder1.conv1")
        .hasMessageContaining("Lower the learning rate")
        .hasMessageContaining("is intact");

    assertThat(checkpoint).hasBinaryContent(good[0]);
    List<String> said = new ArrayList<>();
    assertThatThrownBy(
            () -> run(settings("nan", 3, "optimizer.rate-weights = 1e30", true), said::add))
        .isInstanceOf(TrainingException.class);
    assertThat(said).contains("resumed after epoch 2");
  }

  /** Writing to /dev/full fails with the system's own "No space left on device". */
  @Test
  @EnabledOnOs(OS.LINUX)
  void keepsThePreviousCheckpointWhenTheDiskIsFull() throws Exception {
    TrainingSettings settings = settings("full", 3, "", false);
    Path checkpoint = settings.out().resolve("checkpoint.bin");
    Path partial = settings.out().resolve("checkpoint.bin.part");
    byte[][] good = new byte[1][];

    assertThatThrownBy(
            () ->
                run(
                    settings,
                    line -> {
                      if (line.startsWith("epoch 2/")) {
                        good[0] = bytes(checkpoint);
                        link(partial, Path.of("/dev/full"));
                      }
                    }))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("checkpoint.bin cannot be written: No space left on device")
        .hasMessageContaining("the one from before is untouched, make room and --resume");

    assertThat(checkpoint).hasBinaryContent(good[0]);
    assertThat(partial).doesNotExist();
    Path resumed = run(settings("full", 3, "", true), line -> {});
    assertThat(resumed).hasSameBinaryContentAs(run(settings("roomy", 3, "", false), line -> {}));
  }

  @Test
  void refusesAnEmptyFolderOfImages() throws Exception {
    Path empty = Files.createDirectories(temporary.resolve("empty"));

    assertThatThrownBy(() -> DataSet.load(List.of(empty), TinyRun.GRID, TinyRun.GRID))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("empty holds no images; expected <class>/<name>.png");
  }

  private static TrainingSettings settings(
      String name, int epochs, String changes, boolean resume) {
    return TrainingSettings.of(temporary.resolve(name), TinyRun.recipe(epochs, changes), resume);
  }

  private static Path run(TrainingSettings settings, Progress progress) throws IOException {
    return TrainingRun.run(settings, data, TinyRun.CLOCK, progress);
  }

  private static byte[] bytes(Path file) {
    try {
      return Files.readAllBytes(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void link(Path link, Path target) {
    try {
      Files.createSymbolicLink(link, target);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
