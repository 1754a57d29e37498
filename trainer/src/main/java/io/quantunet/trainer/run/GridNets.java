package io.quantunet.trainer.run;

import io.quantunet.trainer.data.GridSize;
import io.quantunet.trainer.net.UNet;
import java.util.Collection;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * One net on several grids: the same parameters, and for each grid tensors and oneDNN primitives
 * that are made when it is first asked for and kept.
 */
final class GridNets implements AutoCloseable {

  private final UNet own;
  private final SortedMap<GridSize, UNet> nets = new TreeMap<>();

  /**
   * @param own the net on the grid of its settings; closed with this
   */
  GridNets(UNet own) {
    this.own = own;
    nets.put(new GridSize(own.settings().gridWidth(), own.settings().gridHeight()), own);
  }

  /** On the grid of its settings. */
  UNet own() {
    return own;
  }

  /** On a grid. */
  UNet on(GridSize grid) {
    return nets.computeIfAbsent(grid, other -> own.onGrid(other.width(), other.height()));
  }

  /** On all grids so far. */
  Collection<UNet> all() {
    return nets.values();
  }

  @Override
  public void close() {
    nets.values().forEach(UNet::close);
  }
}
