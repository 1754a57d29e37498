package io.quantunet.driver.accelerator.cost;

import io.quantunet.driver.accelerator.arch.Configuration;
import io.quantunet.driver.accelerator.arch.QbsCompletion;
import io.quantunet.driver.accelerator.arch.QbsDescriptor;
import io.quantunet.driver.accelerator.plan.DeviceLayer;
import io.quantunet.driver.accelerator.plan.DevicePlan;
import java.util.List;

/** The stages of the device while a frame's descriptors pass; times in cycles. */
final class Pipeline {

  /** Results that wait for the store stage: in the array's register, and requantized. */
  private static final int RESULTS_AHEAD = 2;

  private final List<LayerTraffic> layers;
  private final Configuration array;
  private final Timing timing;
  private final WeightRing weights;
  private final long[] computed;
  private final long[] stored;
  private int next;

  private long known;
  private long rowsLoaded;

  Pipeline(List<DeviceLayer> layers, int jobs, Timing timing) {
    this.layers = layers.stream().map(layer -> new LayerTraffic(layer, timing)).toList();
    this.array = layers.get(0).array();
    this.timing = timing;
    this.weights = new WeightRing(array);
    this.computed = new long[jobs];
    this.stored = new long[jobs];
  }

  /** The next descriptor passes; when it is stored. */
  long run(DevicePlan.Job job) {
    LayerTraffic traffic = layers.get(job.layer());
    known = Math.max(known + timing.fetch(array), computedBefore(timing.queue()));
    load(traffic, job);
    long end = Math.max(computedBefore(1), rowsLoaded + timing.firstStep());
    long pixels = traffic.blocks(job.strip());
    for (int block = 0; block < traffic.layer().computedBlocks(); block++) {
      end = compute(traffic, end, pixels);
    }
    long storable = storedBefore(1) + traffic.storeCycles() * blocks(traffic, pixels);
    computed[next] = Math.max(end, storable - RESULTS_AHEAD * traffic.storeCycles());
    long drained = computed[next] + timing.handedOver(array) + array.requantizeCycles();
    long written = Math.max(drained + timing.drainStages() + traffic.storeCycles(), storable);
    long completion = QbsCompletion.BYTES / array.beatBytes() + 2L * timing.writeLatency();
    stored[next] = written + completion;
    return stored[next++];
  }

  private static long blocks(LayerTraffic traffic, long pixels) {
    return pixels * traffic.layer().computedBlocks();
  }

  private long computedBefore(int descriptors) {
    return next < descriptors ? 0 : computed[next - descriptors];
  }

  private long storedBefore(int descriptors) {
    return next < descriptors ? 0 : stored[next - descriptors];
  }

  /** Into the half of the feature buffer that the descriptor before the last one has used. */
  private void load(LayerTraffic traffic, DevicePlan.Job job) {
    long produced = job.after() == 0 ? 0 : stored[job.after() - 1];
    long free = Math.max(computedBefore(2), Math.max(rowsLoaded, known));
    int fetchBeats = QbsDescriptor.BYTES / array.beatBytes(); // on the same port, before `produced`
    rowsLoaded =
        Math.max(free + fetchBeats, produced)
            + timing.readLatency()
            + traffic.featureBeats(job.strip());
  }

  /** One block of output channels over all pixels of the strip; when it ends. */
  private long compute(LayerTraffic traffic, long start, long pixels) {
    long cycles = traffic.blockCycles();
    long come = weights.load(traffic, known + timing.readLatency());
    long end = Math.max(start + pixels * cycles, come + (pixels - 1) * cycles);
    weights.use(traffic, end);
    return end;
  }
}
