package io.quantunet.driver.accelerator.compiler;

import io.quantunet.driver.accelerator.arch.Configuration;
import io.quantunet.driver.accelerator.arch.QbsFlags;
import io.quantunet.driver.accelerator.cost.CostModel;
import io.quantunet.driver.accelerator.cost.StripChooser;
import io.quantunet.driver.accelerator.cost.Timing;
import io.quantunet.driver.accelerator.plan.DeviceLayer;
import io.quantunet.driver.accelerator.plan.DeviceNet;
import io.quantunet.driver.accelerator.plan.DevicePlan;
import io.quantunet.driver.accelerator.plan.Strip;
import io.quantunet.driver.engine.graph.Graph;
import io.quantunet.driver.model.Layer;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.CRC32C;

/** Compiles nets for one array. */
public final class Compiler {

  private final Configuration array;
  private final long base;
  private final boolean keepMaps;
  private final CostModel model = new CostModel(Timing.DEFAULT);

  /**
   * @param base first card address that a program may use, a multiple of 4096
   * @param keepMaps whether every layer's map can still be read after the frame; takes more memory
   */
  public Compiler(Configuration array, long base, boolean keepMaps) {
    this.array = array;
    this.base = base;
    this.keepMaps = keepMaps;
  }

  /**
   * Compiles a net.
   *
   * @param graph a net, or a single convolution
   * @param width pixels across
   * @param height pixels down
   * @throws io.quantunet.driver.engine.EngineException if the array cannot compute it: which layer,
   *     what it needs and what there is
   */
  public Program compile(Graph graph, int width, int height) {
    DeviceNet net = DeviceNet.of(graph, width, height, array);
    DevicePlan plan = new StripChooser(model).plan(net);
    MemoryPlan memory = MemoryPlan.of(net, base, keepMaps);
    List<Segment> segments = segments(graph.layers(), net, memory);
    return new Program(
        graph.layers(),
        net,
        width,
        height,
        base,
        memory.end(),
        segments,
        descriptors(plan, memory, segments),
        new PlacedMap(memory.frame(), net.input()),
        memory.inputSlotBytes(),
        memory.output(net.layers().size() - 1),
        memory.resultSlotBytes(),
        maps(net, memory),
        model.cost(plan));
  }

  private static List<Segment> segments(List<Layer> layers, DeviceNet net, MemoryPlan memory) {
    List<Segment> segments = new ArrayList<>();
    for (int i = 0; i < layers.size(); i++) {
      byte[] stream = WeightStream.of(layers.get(i), net.layers().get(i));
      segments.add(new Segment(memory.stream(i), stream));
    }
    return segments;
  }

  private static List<PlacedMap> maps(DeviceNet net, MemoryPlan memory) {
    List<PlacedMap> maps = new ArrayList<>();
    for (int i = 0; i < net.layers().size(); i++) {
      maps.add(new PlacedMap(memory.output(i), net.layers().get(i).output()));
    }
    return maps;
  }

  private static List<DescriptorTemplate> descriptors(
      DevicePlan plan, MemoryPlan memory, List<Segment> segments) {
    int[] crcs = segments.stream().mapToInt(Compiler::crc32c).toArray();
    List<DescriptorTemplate> descriptors = new ArrayList<>();
    for (DevicePlan.Job job : plan.jobs()) {
      boolean last = descriptors.size() == plan.jobs().size() - 1;
      descriptors.add(descriptor(plan.net(), job, last, memory, crcs[job.layer()]));
    }
    return descriptors;
  }

  private static DescriptorTemplate descriptor(
      DeviceNet net, DevicePlan.Job job, boolean last, MemoryPlan memory, int weightCrc) {
    DeviceLayer layer = net.layers().get(job.layer());
    Strip strip = job.strip();
    List<DeviceLayer.Input> inputs = layer.inputs();
    boolean readsFrame = inputs.get(0).producer() == DeviceLayer.Input.FRAME;
    boolean writesResult = job.layer() == net.layers().size() - 1;
    long pool =
        layer.pool()
            ? memory.pooled(job.layer()) + row(strip.row0() / 2, layer.pooledOutput().rowBytes())
            : 0;
    return new DescriptorTemplate(
        layer,
        job.layer(),
        strip,
        flags(layer, last),
        source(memory, inputs.get(0), strip),
        inputs.size() > 1 ? source(memory, inputs.get(1), strip) : 0,
        memory.output(job.layer()) + destination(layer, strip),
        pool,
        memory.stream(job.layer()),
        weightCrc,
        job.after(),
        readsFrame ? memory.inputSlotBytes() : 0,
        writesResult ? memory.resultSlotBytes() : 0);
  }

  private static int flags(DeviceLayer layer, boolean last) {
    return (layer.pool() ? QbsFlags.POOL : 0)
        | (layer.raw() ? QbsFlags.RAW : 0)
        | (last ? QbsFlags.IRQ | QbsFlags.LAST : 0);
  }

  private static long source(MemoryPlan memory, DeviceLayer.Input input, Strip strip) {
    return memory.input(input) + row(strip.loadRow0(), input.map().rowBytes());
  }

  private static long destination(DeviceLayer layer, Strip strip) {
    if (layer.raw()) {
      return row(strip.row0(), layer.rawRowBytes());
    }
    int scale = layer.output().height() / layer.height();
    return row(scale * strip.row0(), layer.output().rowBytes());
  }

  private static long row(int row, int rowBytes) {
    return (long) row * rowBytes;
  }

  private static int crc32c(Segment segment) {
    CRC32C crc = new CRC32C();
    crc.update(segment.bytes());
    return (int) crc.getValue();
  }
}
