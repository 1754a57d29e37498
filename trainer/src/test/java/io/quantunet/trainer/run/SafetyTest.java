package io.quantunet.trainer.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.quantunet.trainer.data.DataException;
import io.quantunet.trainer.data.DataSet;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("A run that goes wrong")
class SafetyTest {

  /** Writing to it fails with the system's own "No space left on device". */
  private static final Path FULL = Path.of("/dev/full");

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

  @ParameterizedTest
  @ValueSource(strings = {"checkpoint.bin", "model.qun"})
  @EnabledOnOs(OS.LINUX)
  void keepsThePreviousCheckpointWhenTheDiskIsFull(String file) throws Exception {
    TrainingSettings settings = settings("full-" + file, 3, "", false);
    Path partial = settings.out().resolve(file + ".part");

    fillDiskAfterSecondEpoch(settings, file, () -> Files.createSymbolicLink(partial, FULL));

    assertThat(partial).doesNotExist();
    assertThat(run(settings("full-" + file, 3, "", true), line -> {}))
        .hasSameBinaryContentAs(run(settings("roomy-" + file, 3, "", false), line -> {}));
  }

  /** The line that does not fit is cut off in its middle, as a disk does. */
  @Test
  @EnabledOnOs(OS.LINUX)
  void keepsTheLinesOfItsLogWhenTheDiskIsFull() throws Exception {
    TrainingSettings settings = settings("full-log", 3, "", false);
    Path log = settings.out().resolve("training-log.csv");
    Path lines = settings.out().resolve("lines.csv");

    fillDiskAfterSecondEpoch(
        settings,
        "training-log.csv",
        () -> {
          Files.move(log, lines);
          Files.createSymbolicLink(log, FULL);
        });

    Files.move(lines, log, StandardCopyOption.REPLACE_EXISTING);
    String before = Files.readString(log);
    Files.writeString(log, "3,fol", StandardOpenOption.APPEND);
    run(settings("full-log", 3, "", true), line -> {});
    assertThat(Files.readString(log)).startsWith(before + "3,folded,").hasLineCount(4);
  }

  /** Something that fills the disk. */
  @FunctionalInterface
  private interface Fill {
    void now() throws IOException;
  }

  private static void fillDiskAfterSecondEpoch(TrainingSettings settings, String file, Fill fill)
      throws IOException {
    Path checkpoint = settings.out().resolve("checkpoint.bin");
    byte[][] good = new byte[1][];

    assertThatThrownBy(
            () ->
                run(
                    settings,
                    line -> {
                      if (line.equals("batch normalization folded")) {
                        good[0] = bytes(checkpoint);
                        unchecked(fill);
                      }
                    }))
        .isInstanceOf(IOException.class)
        .hasMessageContaining(file + " cannot be written: No space left on device; the checkpoint")
        .hasMessageContaining("of the last finished epoch is untouched, make room and --resume");

    assertThat(checkpoint).hasBinaryContent(good[0]);
  }

  private static void unchecked(Fill fill) {
    try {
      fill.now();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Test
  @EnabledOnOs(OS.LINUX)
  void saysToStartAgainWhereTheDiskIsFullBeforeTheFirstCheckpoint() {
    TrainingSettings settings = settings("small", 1, "", false);
    Path partial = settings.out().resolve("model.qun.part");

    assertThatThrownBy(
            () ->
                run(
                    settings,
                    line -> {
                      if (line.startsWith("epoch 1/")) {
                        unchecked(() -> Files.createSymbolicLink(partial, FULL));
                      }
                    }))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("model.qun cannot be written: No space left on device")
        .hasMessageEndingWith("make room and start again");
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
}
