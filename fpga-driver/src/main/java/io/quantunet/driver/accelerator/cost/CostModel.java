package io.quantunet.driver.accelerator.cost;

import io.quantunet.driver.accelerator.plan.DeviceLayer;
import io.quantunet.driver.accelerator.plan.DevicePlan;
import java.util.ArrayList;
import java.util.List;

/**
 * Predicts what a plan costs, descriptor by descriptor: when its rows are loaded, when its weights
 * have come, when its blocks of output channels are computed, when its results are stored.
 *
 * <pre>
 * rows loaded  = max(rows of the one before loaded, the half free, the producer stored) + beats
 * block ends   = max(start + pixels * t, weights come + (pixels - 1) * t),  t = cycles of a block
 * stored       = max(last block + drain, the one before stored + all blocks) + acknowledgements
 * </pre>
 */
public final class CostModel {

  private final Timing timing;

  /** A model of a device with this timing. */
  public CostModel(Timing timing) {
    this.timing = timing;
  }

  /** The cost of one frame on an idle device, layer by layer. */
  public FrameCost cost(DevicePlan plan) {
    Pipeline pipeline = new Pipeline(plan.net().layers(), plan.jobs().size(), timing);
    long[] ends = new long[plan.net().layers().size()];
    for (DevicePlan.Job job : plan.jobs()) {
      ends[job.layer()] = pipeline.run(job);
    }
    List<LayerCost> costs = new ArrayList<>();
    long before = 0;
    for (int i = 0; i < ends.length; i++) {
      costs.add(cost(plan, i, ends[i] - before));
      before = ends[i];
    }
    return new FrameCost(costs);
  }

  /** Cycles of one frame on an idle device. */
  long cycles(DevicePlan plan) {
    Pipeline pipeline = new Pipeline(plan.net().layers(), plan.jobs().size(), timing);
    long end = 0;
    for (DevicePlan.Job job : plan.jobs()) {
      end = pipeline.run(job);
    }
    return end;
  }

  private LayerCost cost(DevicePlan plan, int index, long cycles) {
    DeviceLayer layer = plan.net().layers().get(index);
    LayerTraffic traffic = new LayerTraffic(layer, timing);
    long steps = 0;
    long read = 0;
    long written = 0;
    for (DevicePlan.Job job : plan.jobs()) {
      if (job.layer() == index) {
        steps += traffic.blocks(job.strip()) * layer.computedBlocks() * layer.steps();
        read += traffic.readBytes(job.strip());
        written += traffic.writtenBytes(job.strip());
      }
    }
    double ideal =
        (double) layer.macs() * layer.weightBits() * layer.digits() / layer.array().lanes();
    double energy = Energy.picojoules(layer.array(), steps, read + written);
    return new LayerCost(layer.name(), cycles, steps, ideal, read, written, energy);
  }
}
