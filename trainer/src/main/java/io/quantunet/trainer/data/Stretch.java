package io.quantunet.trainer.data;

import java.nio.file.Path;
import java.util.List;

/** Where the same images can be had on other grids: stretched anew from their files. */
@FunctionalInterface
public interface Stretch {

  /**
   * All images on a grid.
   *
   * @throws DataException if they cannot be had
   */
  List<Sample> on(GridSize grid);

  /** From data folders. */
  static Stretch of(List<Path> folders) {
    return grid ->
        folders.stream()
            .flatMap(folder -> DataFolder.load(folder, grid.width(), grid.height()).stream())
            .toList();
  }

  /** Images that are known on one grid only. */
  static Stretch none() {
    return grid -> {
      throw new DataException(
          "these images are not known on the grid %s; leave data.grids empty".formatted(grid));
    };
  }
}
