package io.quantunet.driver.engine.onednn;

import io.quantunet.driver.model.Layer;
import io.quantunet.driver.model.LayerKind;
import java.util.IdentityHashMap;
import org.bytedeco.dnnl.IntMemoryMap;
import org.bytedeco.dnnl.convolution_forward;
import org.bytedeco.dnnl.engine;
import org.bytedeco.dnnl.global.dnnl;
import org.bytedeco.dnnl.memory;
import org.bytedeco.dnnl.pooling_forward;
import org.bytedeco.dnnl.post_ops;
import org.bytedeco.dnnl.primitive;
import org.bytedeco.dnnl.primitive_attr;
import org.bytedeco.dnnl.primitive_desc_base;
import org.bytedeco.dnnl.reorder;
import org.bytedeco.dnnl.stream;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.FloatPointer;

/**
 * Makes the primitives of one plan. They share one scratchpad, given to oneDNN explicitly: its own
 * belongs to the thread that made the primitive, and an engine may be used by another.
 */
final class Primitives {

  private final NativeScope scope;
  private final engine cpu;
  private final stream queue;
  private final IdentityHashMap<IntMemoryMap, memory.desc> scratchpads = new IdentityHashMap<>();

  Primitives(NativeScope scope, engine cpu) {
    this.scope = scope;
    this.cpu = cpu;
    this.queue = scope.own(new stream(cpu));
  }

  /**
   * A convolution with fused requantization: {@code u8 = clip(round(acc * 2^-s + bias * 2^-s))}.
   * oneDNN rounds half to even and scales by a power of two, so nothing is lost while the
   * accumulator stays below 2^24.
   *
   * @param to for a transposed convolution {@code [height, width, 4 x out]}, taps outermost
   */
  Runnable requantizing(Layer layer, memory from, memory to) {
    float[] scales = new float[weightRows(layer)];
    float[] bias = new float[weightRows(layer)];
    for (int row = 0; row < scales.length; row++) {
      int channel = row % layer.outChannels();
      scales[row] = Math.scalb(1f, -layer.shift(channel));
      bias[row] = Math.scalb((float) layer.bias()[channel], -layer.shift(channel));
    }
    int maxCode = layer.output().orElseThrow().width().maxActivationCode();
    try (primitive_attr attributes = attributes();
        post_ops clip = new post_ops()) {
      clip.append_eltwise(dnnl.algorithm.eltwise_clip_v2, 0, maxCode);
      attributes.set_post_ops(clip);
      attributes.set_scales_mask(dnnl.DNNL_ARG_WEIGHTS, 1);
      IntMemoryMap arguments = scope.own(new IntMemoryMap());
      arguments.put(dnnl.DNNL_ARG_ATTR_SCALES | dnnl.DNNL_ARG_WEIGHTS, floats(scales));
      memory biases = floats(bias);
      arguments.put(dnnl.DNNL_ARG_BIAS, biases);
      try (memory.desc biasDesc = biases.get_desc();
          memory.desc fromDesc = from.get_desc();
          memory.desc toDesc = to.get_desc();
          memory.desc any = weightDesc(layer, memory.format_tag.any)) {
        int pad = layer.kind() == LayerKind.CONV_3X3 ? 1 : 0;
        convolution_forward.primitive_desc description =
            scope.own(
                new convolution_forward.primitive_desc(
                    cpu,
                    dnnl.prop_kind.forward_inference,
                    dnnl.algorithm.convolution_direct,
                    fromDesc,
                    any,
                    biasDesc,
                    toDesc,
                    new long[] {1, 1},
                    new long[] {pad, pad},
                    new long[] {pad, pad},
                    attributes,
                    false));
        return convolution(description, layer, arguments, from, to);
      }
    }
  }

  /** A convolution whose int32 sums (no bias) are the result. */
  Runnable summing(Layer layer, memory from, memory to) {
    try (primitive_attr attributes = attributes();
        memory.desc fromDesc = from.get_desc();
        memory.desc toDesc = to.get_desc();
        memory.desc any = weightDesc(layer, memory.format_tag.any)) {
      convolution_forward.primitive_desc description =
          scope.own(
              new convolution_forward.primitive_desc(
                  cpu,
                  dnnl.prop_kind.forward_inference,
                  dnnl.algorithm.convolution_direct,
                  fromDesc,
                  any,
                  toDesc,
                  new long[] {1, 1},
                  new long[] {0, 0},
                  new long[] {0, 0},
                  attributes,
                  false));
      return convolution(description, layer, scope.own(new IntMemoryMap()), from, to);
    }
  }

  /** Max-pool 2x2. */
  Runnable maxPool(memory from, memory to) {
    try (primitive_attr attributes = attributes();
        memory.desc fromDesc = from.get_desc();
        memory.desc toDesc = to.get_desc()) {
      pooling_forward.primitive_desc description =
          scope.own(
              new pooling_forward.primitive_desc(
                  cpu,
                  dnnl.prop_kind.forward_inference,
                  dnnl.algorithm.pooling_max,
                  fromDesc,
                  toDesc,
                  new long[] {2, 2},
                  new long[] {2, 2},
                  new long[] {0, 0},
                  new long[] {0, 0},
                  new long[] {0, 0},
                  attributes,
                  false));
      IntMemoryMap arguments = scope.own(new IntMemoryMap());
      return run(scope.own(new pooling_forward(description)), description, arguments, from, to);
    }
  }

  /** A copy between two layouts of the same dimensions. */
  Runnable copy(memory from, memory to) {
    try (primitive_attr attributes = attributes()) {
      reorder.primitive_desc description =
          scope.own(new reorder.primitive_desc(from, to, attributes, false));
      IntMemoryMap arguments = scope.own(new IntMemoryMap());
      return run(scope.own(new reorder(description)), description, arguments, from, to);
    }
  }

  /** Gives all primitives their scratchpad; call it once, after the last one was made. */
  void allocateScratchpad() {
    long bytes = scratchpads.values().stream().mapToLong(memory.desc::get_size).max().orElse(0);
    if (bytes == 0) {
      return;
    }
    try (memory.desc flat =
        new memory.desc(new long[] {bytes}, memory.data_type.u8, memory.format_tag.a)) {
      BytePointer shared = CodeBuffer.data(scope.own(new memory(flat, cpu)));
      scratchpads.forEach(
          (arguments, scratchpad) ->
              arguments.put(
                  dnnl.DNNL_ARG_SCRATCHPAD, scope.own(new memory(scratchpad, cpu, shared))));
    }
  }

  private Runnable convolution(
      convolution_forward.primitive_desc description,
      Layer layer,
      IntMemoryMap arguments,
      memory from,
      memory to) {
    arguments.put(dnnl.DNNL_ARG_WEIGHTS, weights(layer, description));
    return run(scope.own(new convolution_forward(description)), description, arguments, from, to);
  }

  private Runnable run(
      primitive step,
      primitive_desc_base description,
      IntMemoryMap arguments,
      memory from,
      memory to) {
    arguments.put(dnnl.DNNL_ARG_SRC, from);
    arguments.put(dnnl.DNNL_ARG_DST, to);
    memory.desc scratchpad = scope.own(description.scratchpad_desc());
    if (scratchpad.get_size() > 0) {
      scratchpads.put(arguments, scratchpad);
    }
    return () -> step.execute(queue, arguments);
  }

  /** The weights in the layout that the primitive prefers. */
  private memory weights(Layer layer, convolution_forward.primitive_desc description) {
    try (memory.desc plain = weightDesc(layer, memory.format_tag.abcd);
        memory.desc preferred = description.weights_desc();
        memory source = new memory(plain, cpu);
        BytePointer data = CodeBuffer.data(source);
        primitive_attr attributes = new primitive_attr()) {
      byte[] rows = weightsByRow(layer);
      data.put(rows, 0, rows.length);
      memory packed = scope.own(new memory(preferred, cpu));
      try (reorder pack = new reorder(source, packed, attributes)) {
        pack.execute(queue, source, packed);
        queue._wait();
      }
      return packed;
    }
  }

  /** {@code [rows, in, ky, kx]}; a transposed convolution is a 1x1 with its taps as rows. */
  private static byte[] weightsByRow(Layer layer) {
    int in = layer.inChannels();
    int out = layer.outChannels();
    int taps = layer.kind().taps();
    byte[] rows = new byte[layer.weights().length];
    for (int o = 0; o < out; o++) {
      for (int tap = 0; tap < taps; tap++) {
        for (int i = 0; i < in; i++) {
          int at =
              layer.kind() == LayerKind.UPCONV_2X2
                  ? (tap * out + o) * in + i
                  : (o * in + i) * taps + tap;
          rows[at] = (byte) layer.weight(o, tap, i);
        }
      }
    }
    return rows;
  }

  private static memory.desc weightDesc(Layer layer, memory.format_tag layout) {
    int side = layer.kind() == LayerKind.CONV_3X3 ? 3 : 1;
    return new memory.desc(
        new long[] {weightRows(layer), layer.inChannels(), side, side},
        memory.data_type.s8,
        layout);
  }

  private static int weightRows(Layer layer) {
    return layer.outChannels()
        * (layer.kind() == LayerKind.UPCONV_2X2 ? LayerKind.UPCONV_2X2.taps() : 1);
  }

  private memory floats(float[] values) {
    try (memory.desc flat =
        new memory.desc(new long[] {values.length}, memory.data_type.f32, memory.format_tag.a)) {
      memory floats = scope.own(new memory(flat, cpu));
      try (FloatPointer data = new FloatPointer(CodeBuffer.data(floats))) {
        data.put(values, 0, values.length);
      }
      return floats;
    }
  }

  private primitive_attr attributes() {
    primitive_attr attributes = new primitive_attr();
    attributes.set_scratchpad_mode(dnnl.scratchpad_mode.user);
    return attributes;
  }

  /** Waits until everything that was started has ended. */
  void await() {
    queue._wait();
  }
}
