package io.quantunet.trainer.data;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/**
 * What a run learns from and what it is judged by.
 *
 * @param train images to learn from
 * @param validation images to judge by, none of them in {@code train}
 */
public record DataSet(List<Sample> train, List<Sample> validation) {

  /** Share of a folder without {@code split.csv} that is held back. */
  private static final double HELD_BACK = 0.15;

  private static final long SPLIT_SEED = 20261121;

  public DataSet {
    train = List.copyOf(train);
    validation = List.copyOf(validation);
  }

  /**
   * Several folders together, each split by its {@code split.csv}. A folder without one is split at
   * random, always the same way; its copies of one frame may then leak from one part to the other.
   *
   * @throws DataException if a folder cannot be used, nothing is left to train on, or folders with
   *     a {@code split.csv} leave nothing to validate on
   */
  public static DataSet load(List<Path> folders, int gridWidth, int gridHeight) {
    List<Sample> train = new ArrayList<>();
    List<Sample> validation = new ArrayList<>();
    for (Path folder : folders) {
      Random random = new Random(SPLIT_SEED);
      for (Sample sample : DataFolder.load(folder, gridWidth, gridHeight)) {
        Split split =
            sample.split().orElse(random.nextDouble() < HELD_BACK ? Split.VAL : Split.TRAIN);
        (split == Split.TRAIN ? train : validation).add(sample);
      }
    }
    requireNotEmpty(train, "train", folders);
    // Without a split.csv chance decides, and a few images may all fall to the other side.
    if (folders.stream().allMatch(DataFolder::hasSplit)) {
      requireNotEmpty(validation, "validate", folders);
    }
    return new DataSet(train, validation);
  }

  private static void requireNotEmpty(List<Sample> part, String verb, List<Path> folders) {
    if (part.isEmpty()) {
      throw new DataException(
          "no image is left to %s on in %s; correct split.csv or add images"
              .formatted(verb, folders));
    }
  }
}
