package io.quantunet.trainer.data;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What a run learns from and what it is judged by.
 *
 * @param train images to learn from
 * @param validation images to judge by, none of them in {@code train}
 * @param elsewhere the images to learn from on other grids, each list in the order of {@code train}
 */
public record DataSet(
    List<Sample> train, List<Sample> validation, SortedMap<GridSize, List<Sample>> elsewhere) {

  /** Share of a folder without {@code split.csv} that is held back. */
  private static final double HELD_BACK = 0.15;

  private static final long SPLIT_SEED = 20261121;

  public DataSet {
    train = List.copyOf(train);
    validation = List.copyOf(validation);
    elsewhere = Collections.unmodifiableSortedMap(new TreeMap<>(elsewhere));
  }

  /** Images on one grid. */
  public DataSet(List<Sample> train, List<Sample> validation) {
    this(train, validation, new TreeMap<>());
  }

  /**
   * The images to learn from, on a grid.
   *
   * @throws DataException if they are not known on it
   */
  public List<Sample> trainOn(GridSize grid) {
    if (grid.equals(train.get(0).grid())) {
      return train;
    }
    List<Sample> samples = elsewhere.get(grid);
    if (samples == null) {
      throw new DataException(
          "the images to train on are not loaded on the grid %s, only on %s and %s; load them on it"
              .formatted(grid, train.get(0).grid(), elsewhere.keySet()));
    }
    return samples;
  }

  /**
   * The same, with the images to learn from on other grids as well, stretched from their files.
   *
   * @param grids on which they shall be known
   * @param images where all images come from
   * @throws DataException if an image to learn from is not among those of a grid
   */
  public DataSet alsoOn(List<GridSize> grids, Stretch images) {
    SortedMap<GridSize, List<Sample>> others = new TreeMap<>(elsewhere);
    for (GridSize grid : grids) {
      if (!grid.equals(train.get(0).grid())) {
        others.put(grid, sameAs(train, images.on(grid), grid));
      }
    }
    return new DataSet(train, validation, others);
  }

  private static List<Sample> sameAs(List<Sample> wanted, List<Sample> all, GridSize grid) {
    Map<String, Sample> byName = new HashMap<>();
    for (Sample sample : all) {
      if (byName.put(sample.toString(), sample) != null) {
        throw new DataException(
            "two images are called %s; mixed sizes need names that tell images apart, rename a folder"
                .formatted(sample));
      }
    }
    return wanted.stream()
        .map(
            sample ->
                Optional.ofNullable(byName.get(sample.toString()))
                    .orElseThrow(
                        () ->
                            new DataException(
                                "%s is not there on the grid %s; mixed sizes need images that are"
                                        .formatted(sample, grid)
                                    + " stretched, not tiles")))
        .toList();
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
