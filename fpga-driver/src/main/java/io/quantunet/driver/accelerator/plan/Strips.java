package io.quantunet.driver.accelerator.plan;

import io.quantunet.driver.engine.UnsupportedGraphException;
import java.util.ArrayList;
import java.util.List;

/** Cuts a layer into strips of rows that fit into half of the feature buffer. */
public final class Strips {

  private Strips() {}

  /**
   * The strips of a layer.
   *
   * @param rows rows of a strip, the last may have less; even if the layer pools
   */
  public static List<Strip> of(DeviceLayer layer, int rows) {
    List<Strip> strips = new ArrayList<>();
    for (int row = 0; row < layer.height(); row += rows) {
      int end = Math.min(layer.height(), row + rows);
      int loadRow0 = Math.max(0, row - layer.halo());
      int loadEnd = Math.min(layer.height(), end + layer.halo());
      strips.add(new Strip(row, end - row, loadRow0, loadEnd - loadRow0));
    }
    return strips;
  }

  /**
   * Most rows that a strip of a layer can have.
   *
   * @throws UnsupportedGraphException if the device cannot compute the layer at all: its name, what
   *     it needs and what there is
   */
  public static int mostRows(DeviceLayer layer) {
    checkWeights(layer);
    int loadable = layer.array().featureWords() / 2 / layer.rowWords();
    int rows = loadable >= layer.height() ? layer.height() : loadable - 2 * layer.halo();
    int least = layer.pool() ? 2 : 1;
    int most = rows - rows % least;
    if (most < least) {
      throw new UnsupportedGraphException(
          "rows that the feature buffer has no room for",
          ("layer %s: a row of %d pixels takes %d feature words, and a strip needs %d rows at"
                  + " once; half of the feature buffer of the array %s has %d words: choose a"
                  + " narrower net, a smaller grid, fewer activation bits or a larger array")
              .formatted(
                  layer.name(),
                  layer.width(),
                  layer.rowWords(),
                  least + 2 * layer.halo(),
                  layer.array().name(),
                  layer.array().featureWords() / 2));
    }
    return most;
  }

  private static void checkWeights(DeviceLayer layer) {
    int limit = layer.array().weightWords() - 1;
    if (layer.weightWords() > limit) {
      throw new UnsupportedGraphException(
          "a block of weights that the ring has no room for",
          ("layer %s: a block of output channels has %d weight words, the ring of the array %s"
                  + " takes %d: choose a narrower net, fewer weight bits or a larger array")
              .formatted(layer.name(), layer.weightWords(), layer.array().name(), limit));
    }
  }
}
