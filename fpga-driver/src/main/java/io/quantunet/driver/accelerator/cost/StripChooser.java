package io.quantunet.driver.accelerator.cost;

import io.quantunet.driver.accelerator.plan.DeviceLayer;
import io.quantunet.driver.accelerator.plan.DeviceNet;
import io.quantunet.driver.accelerator.plan.DevicePlan;
import io.quantunet.driver.accelerator.plan.Strips;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;

/**
 * Chooses the strips of each layer so that the frame takes the fewest cycles: many strips let the
 * next layer begin early, few repeat the weights less often.
 */
public final class StripChooser {

  private static final int[] STRIPS = {1, 2, 3, 4, 5, 6, 8, 12, 16, 24, 32, 64};

  /** The second pass sees the neighbours that the first has chosen. */
  private static final int PASSES = 2;

  private final CostModel model;

  /** Chooses by this model. */
  public StripChooser(CostModel model) {
    this.model = model;
  }

  /**
   * The plan of a net.
   *
   * @throws io.quantunet.driver.engine.EngineException if the device cannot compute a layer
   */
  public DevicePlan plan(DeviceNet net) {
    List<Integer> rows = new ArrayList<>();
    for (DeviceLayer layer : net.layers()) {
      rows.add(Strips.mostRows(layer));
    }
    long best = model.cycles(DevicePlan.of(net, rows));
    for (int pass = 0; pass < PASSES; pass++) {
      for (int i = 0; i < rows.size(); i++) {
        best = improve(net, rows, i, best);
      }
    }
    return DevicePlan.of(net, rows);
  }

  /** Tries all strips of one layer, keeps the best; the cycles with it. */
  private long improve(DeviceNet net, List<Integer> rows, int index, long best) {
    int kept = rows.get(index);
    long least = best;
    for (int candidate : candidates(net.layers().get(index))) {
      rows.set(index, candidate);
      long cycles = model.cycles(DevicePlan.of(net, rows));
      if (cycles < least) {
        least = cycles;
        kept = candidate;
      }
    }
    rows.set(index, kept);
    return least;
  }

  private static TreeSet<Integer> candidates(DeviceLayer layer) {
    int most = Strips.mostRows(layer);
    TreeSet<Integer> candidates = new TreeSet<>();
    for (int strips : STRIPS) {
      int rows = (layer.height() + strips - 1) / strips;
      int even = layer.pool() ? rows + rows % 2 : rows;
      if (even <= most) {
        candidates.add(even);
      }
    }
    return candidates;
  }
}
