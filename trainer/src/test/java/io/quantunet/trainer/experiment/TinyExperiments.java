package io.quantunet.trainer.experiment;

import io.quantunet.trainer.data.DataFolder;
import io.quantunet.trainer.data.ImageFolder;
import io.quantunet.trainer.data.LeakFreeSplit;
import io.quantunet.trainer.data.Partition;
import io.quantunet.trainer.run.recipe.Recipe;
import java.nio.file.Path;

/** Experiments that take a second: width 2, 32 x 32 pixels, bright discs on dark speckle. */
public final class TinyExperiments {

  /** Pixels across and down. */
  public static final int GRID = 32;

  private TinyExperiments() {}

  /** Eight images to train on, five to validate, one of them normal. */
  public static Partition images(Path folder) {
    ImageFolder images = new ImageFolder(folder);
    images.split("class,name,split");
    for (int i = 0; i < 12; i++) {
      images.image("benign", "benign (" + i + ")", GRID, GRID, 5 + i % 3);
      images.split("benign,benign (%d).png,%s".formatted(i, i < 8 ? "train" : "val"));
    }
    images.image("normal", "normal (1)", GRID, GRID, 0);
    images.split("normal,normal (1).png,val");
    return new LeakFreeSplit().split(DataFolder.load(images.path(), GRID, GRID));
  }

  /** The reference recipe, tiny. */
  public static Recipe recipe(int epochs) {
    return Recipe.reference()
        .with(
            "net { width = 2, grid-width = %d, grid-height = %d }, data.batch = 4"
                .formatted(GRID, GRID))
        .with("schedule.epochs = " + epochs);
  }
}
