package io.quantunet.trainer.run;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.quantunet.proto.GreyImage;
import io.quantunet.proto.PngImages;
import io.quantunet.trainer.data.DataSet;
import io.quantunet.trainer.data.ImageFolder;
import io.quantunet.trainer.run.recipe.Recipe;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.List;

/** A run that takes a second: width 4, 32 x 32 pixels, bright discs on dark speckle. */
final class TinyRun {

  static final int GRID = 32;
  static final InstantSource CLOCK = InstantSource.fixed(Instant.parse("2026-11-21T10:00:00Z"));

  private static final Recipe RECIPE =
      Recipe.reference()
          .with("net { width = 4, grid-width = 32, grid-height = 32 }, data.batch = 4");

  private TinyRun() {}

  /** Eight images to train on, five to validate, the same in every folder. */
  static Path images(Path folder) {
    ImageFolder images = new ImageFolder(folder);
    images.split("class,name,split");
    for (int i = 0; i < 12; i++) {
      images.image("benign", "benign (" + i + ")", GRID, GRID, 5 + i % 3);
      images.split("benign,benign (%d).png,%s".formatted(i, i < 8 ? "train" : "val"));
    }
    images.image("normal", "normal (1)", GRID, GRID, 0);
    images.split("normal,normal (1).png,val");
    return images.path();
  }

  static DataSet load(Path... folders) {
    return DataSet.load(List.of(folders), GRID, GRID);
  }

  /** Three flat frames without masks, the darkest of the given grey. */
  static Path cine(Path folder, int darkest) throws IOException {
    Path loop = Files.createDirectories(folder.resolve("loop"));
    for (int i = 0; i < 3; i++) {
      byte[] grey = new byte[40 * 24];
      Arrays.fill(grey, (byte) (darkest + 60 * i));
      Files.write(loop.resolve(i + ".png"), PngImages.encode(new GreyImage(40, 24, grey)));
    }
    return folder;
  }

  /** A run that tells its progress. */
  @FunctionalInterface
  interface Run {
    void with(Progress progress) throws IOException;
  }

  /** Power fails while the epoch is being reported: its checkpoint is not written any more. */
  static void stopInEpoch(int epoch, Run run) {
    assertThatThrownBy(
            () ->
                run.with(
                    line -> {
                      if (line.startsWith("epoch " + epoch + "/")) {
                        throw new IllegalStateException("power failure");
                      }
                    }))
        .hasMessage("power failure");
  }

  /** The tiny recipe with some keys changed, as HOCON. */
  static Recipe recipe(int epochs, String... changes) {
    Recipe recipe = RECIPE.with("schedule.epochs = " + epochs);
    for (String change : changes) {
      recipe = recipe.with(change);
    }
    return recipe;
  }
}
