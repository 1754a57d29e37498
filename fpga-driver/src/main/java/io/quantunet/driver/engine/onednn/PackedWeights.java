package io.quantunet.driver.engine.onednn;

import io.quantunet.driver.model.Layer;
import io.quantunet.driver.model.LayerKind;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import org.bytedeco.dnnl.dnnl_memory_desc;
import org.bytedeco.dnnl.engine;
import org.bytedeco.dnnl.global.dnnl;
import org.bytedeco.dnnl.memory;
import org.bytedeco.dnnl.primitive_attr;
import org.bytedeco.dnnl.reorder;
import org.bytedeco.dnnl.stream;
import org.bytedeco.javacpp.BytePointer;

/**
 * A layer's weights in the layout that a primitive prefers: packed once, shared by every engine
 * that runs this layer, given back by the last.
 */
final class PackedWeights implements AutoCloseable {

  /** What is packed now, by layer; one layer may have several layouts. Guarded by itself. */
  private static final IdentityHashMap<Layer, List<PackedWeights>> SHARED = new IdentityHashMap<>();

  private final Layer layer;
  private final memory.desc layout;
  private final memory packed;
  private int users = 0;

  private PackedWeights(Layer layer, memory.desc layout, engine cpu) {
    this.layer = layer;
    this.layout = new memory.desc(layout);
    this.packed = pack(layer, layout, cpu);
  }

  /** The layer's weights in this layout; close what is returned once. */
  static PackedWeights acquire(Layer layer, memory.desc layout, engine cpu) {
    synchronized (SHARED) {
      List<PackedWeights> known = SHARED.computeIfAbsent(layer, key -> new ArrayList<>());
      PackedWeights found =
          known.stream().filter(weights -> weights.isLaidOutAs(layout)).findFirst().orElse(null);
      if (found == null) {
        found = new PackedWeights(layer, layout, cpu);
        known.add(found);
      }
      found.users++;
      return found;
    }
  }

  /** Layouts that are packed now, of all layers. */
  static int held() {
    synchronized (SHARED) {
      return SHARED.values().stream().mapToInt(List::size).sum();
    }
  }

  private boolean isLaidOutAs(memory.desc other) {
    try (dnnl_memory_desc mine = layout.get();
        dnnl_memory_desc theirs = other.get()) {
      return dnnl.dnnl_memory_desc_equal(mine, theirs) == 1;
    }
  }

  memory memory() {
    return packed;
  }

  @Override
  public void close() {
    synchronized (SHARED) {
      users--;
      if (users > 0) {
        return;
      }
      List<PackedWeights> known = SHARED.get(layer);
      known.remove(this);
      if (known.isEmpty()) {
        SHARED.remove(layer);
      }
      packed.deallocate();
      layout.deallocate();
    }
  }

  /** Output channels of the convolution: a transposed one has each of its taps apart. */
  static int rows(Layer layer) {
    return layer.outChannels() * taps(layer);
  }

  /** A convolution's weights {@code [rows, in, side, side]}. */
  static memory.desc shape(Layer layer, memory.format_tag tag) {
    int side = layer.kind() == LayerKind.CONV_3X3 ? 3 : 1;
    return new memory.desc(
        new long[] {rows(layer), layer.inChannels(), side, side}, memory.data_type.s8, tag);
  }

  private static int taps(Layer layer) {
    return layer.kind() == LayerKind.UPCONV_2X2 ? LayerKind.UPCONV_2X2.taps() : 1;
  }

  private static memory pack(Layer layer, memory.desc layout, engine cpu) {
    memory packed = new memory(layout, cpu);
    try (NativeScope scope = new NativeScope()) {
      stream queue = scope.own(new stream(cpu));
      memory rows = rows(layer, cpu, queue, scope);
      reorder(rows, packed, queue);
      return packed;
    } catch (RuntimeException e) {
      packed.deallocate();
      throw e;
    }
  }

  /** The weights as a convolution's, in plain order. */
  private static memory rows(Layer layer, engine cpu, stream queue, NativeScope scope) {
    BytePointer codes = scope.own(new BytePointer(layer.weights()));
    if (layer.kind() != LayerKind.UPCONV_2X2) {
      memory.desc channelsLast = scope.own(shape(layer, memory.format_tag.acdb));
      return scope.own(new memory(channelsLast, cpu, codes));
    }
    long in = layer.inChannels();
    long[] tapsFirst = {taps(layer), layer.outChannels(), in};
    memory.desc from =
        scope.own(
            new memory.desc(tapsFirst, memory.data_type.s8, new long[] {in, taps(layer) * in, 1}));
    memory.desc to =
        scope.own(new memory.desc(tapsFirst, memory.data_type.s8, memory.format_tag.abc));
    memory ordered = scope.own(new memory(to, cpu));
    reorder(scope.own(new memory(from, cpu, codes)), ordered, queue);
    return scope.own(
        new memory(
            scope.own(shape(layer, memory.format_tag.abcd)),
            cpu,
            scope.own(ordered.get_data_handle())));
  }

  private static void reorder(memory from, memory to, stream queue) {
    try (primitive_attr attributes = new primitive_attr();
        reorder.primitive_desc description =
            new reorder.primitive_desc(from, to, attributes, false);
        reorder step = new reorder(description)) {
      step.execute(queue, from, to);
      queue._wait();
    }
  }
}
