package io.quantunet.trainer.data;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * Reads a folder of images with masks: one in BUSI's layout ({@code <class>/<name>.png} with {@code
 * <name>_mask.png} and any number of {@code <name>_mask_1.png, ...} beside it, and a {@code
 * split.csv} or none), or the ISBI 2012 stack of {@link EmFolder}. BUSI's images go through the
 * {@link io.quantunet.driver.image.FramePreprocessor} that the edge uses; masks are enlarged or
 * reduced by the nearest pixel, each before the union.
 */
public final class DataFolder {

  private DataFolder() {}

  /**
   * All images of a folder, in the order of their names.
   *
   * @param gridWidth pixels across of the model's grid
   * @param gridHeight pixels down
   * @throws DataException if the folder holds no images or an empty class, any image lacks its
   *     mask, does not decode or has a mask of another size, or {@code split.csv} and the images do
   *     not name each other
   */
  public static List<Sample> load(Path folder, int gridWidth, int gridHeight) {
    if (!Files.isDirectory(folder)) {
      throw new DataException(folder + " is not a folder");
    }
    return EmFolder.isOne(folder)
        ? EmFolder.load(folder, new GridSize(gridWidth, gridHeight), EmTarget.CELL)
        : BusiFolder.load(folder, gridWidth, gridHeight);
  }

  /**
   * One part of a folder, as its {@code split.csv} says.
   *
   * @throws DataException if {@link #load(Path, int, int)} fails, or the part is empty
   */
  public static List<Sample> load(Path folder, int gridWidth, int gridHeight, Split part) {
    List<Sample> samples = load(folder, gridWidth, gridHeight);
    if (!hasSplit(folder)) {
      throw new DataException(
          "%s has no split.csv, so there is no part '%s' of it; leave the split out to take all"
              .formatted(folder, part.label()));
    }
    List<Sample> found =
        samples.stream().filter(sample -> sample.split().filter(part::equals).isPresent()).toList();
    if (found.isEmpty()) {
      throw new DataException(
          "%s: none of its %d images is in the part '%s'; take the other part, or correct split.csv"
              .formatted(folder, samples.size(), part.label()));
    }
    return found;
  }

  /** Whether the folder says which images are for training and which for validation. */
  public static boolean hasSplit(Path folder) {
    return EmFolder.isOne(folder) || SplitFile.find(folder).isPresent();
  }
}
