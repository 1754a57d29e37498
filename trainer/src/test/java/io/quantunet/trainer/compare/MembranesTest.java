package io.quantunet.trainer.compare;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.quantunet.proto.BinaryMask;
import io.quantunet.proto.GreyImage;
import io.quantunet.proto.PngImages;
import io.quantunet.trainer.data.DataException;
import io.quantunet.trainer.run.recipe.Recipe;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@DisplayName("The comparison on electron micrographs")
class MembranesTest {

  private static final int SIDE = 32;
  private static final Recipe BUDGET = Budget.of(2, SIDE, 1, 1, "float32").with("data.batch = 4");

  @TempDir private Path folder;

  @Test
  void holdsFixedWidthsAgainstFloatsBesideThePublishedLoss() throws Exception {
    Workbench bench =
        Membranes.workbench(BUDGET, stack(), folder.resolve("runs"), Recorder.untilTheEnd());

    ComparisonTable table = Comparison.run(Membranes.methods(), List.of(), bench, grown -> {});

    assertThat(table.rows())
        .extracting(row -> row.method().key())
        .containsExactly("float", "fixed-4-6");
    assertThat(table.rows().get(1).against()).containsOnlyKeys("float");
    assertThat(table.protocol()).contains("4 images to train on, 1 to validate", "2.21 points");
  }

  @Test
  void learnsFromTheDiceLossAlone() throws Exception {
    Workbench bench =
        Membranes.workbench(BUDGET, stack(), folder.resolve("runs"), Recorder.untilTheEnd());

    assertThat(bench.budget().differencesFrom(BUDGET.text()))
        .containsExactly("loss.cross-entropy was 1, now 0");
  }

  @Test
  void saysWhatAStackLooksLike() {
    assertThatThrownBy(() -> Membranes.workbench(BUDGET, folder, folder, Recorder.untilTheEnd()))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("is no ISBI 2012 stack; expected train/image/<nn>.png");
  }

  /** Five slices of grey cells behind a black membrane in the middle. */
  private Path stack() throws IOException {
    Path stack = folder.resolve("stack");
    Files.createDirectories(stack.resolve("train/image"));
    Files.createDirectories(stack.resolve("train/label"));
    for (int slice = 0; slice < 5; slice++) {
      byte[] grey = new byte[SIDE * SIDE];
      byte[] cell = new byte[SIDE * SIDE];
      Arrays.fill(grey, (byte) 160);
      Arrays.fill(cell, (byte) 1);
      for (int y = 0; y < SIDE; y++) {
        grey[y * SIDE + SIDE / 2] = (byte) (10 * slice);
        cell[y * SIDE + SIDE / 2] = 0;
      }
      String name = "0" + slice + ".png";
      Files.write(
          stack.resolve("train/image").resolve(name),
          PngImages.encode(new GreyImage(SIDE, SIDE, grey)));
      Files.write(
          stack.resolve("train/label").resolve(name),
          PngImages.encode(new BinaryMask(SIDE, SIDE, cell)));
    }
    return stack;
  }
}
