package io.quantunet.driver.engine.onednn;

import io.quantunet.driver.model.Layer;
import io.quantunet.driver.model.LayerKind;
import java.util.ArrayList;
import java.util.List;
import org.bytedeco.dnnl.convolution_forward;
import org.bytedeco.dnnl.dnnl_stream;
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
  private final dnnl_stream handle;
  private final List<Execution> made = new ArrayList<>();

  Primitives(NativeScope scope, engine cpu) {
    this.scope = scope;
    this.cpu = cpu;
    this.queue = scope.own(new stream(cpu));
    this.handle = queue.get();
  }

  /**
   * A convolution with fused requantization: {@code u8 = clip(round(acc * 2^-s + bias * 2^-s))}.
   * oneDNN rounds half to even and scales by a power of two, so nothing is lost while the
   * accumulator stays below 2^24.
   *
   * @param from u8 images
   * @param to u8 images; for a transposed convolution with {@code 4 x out} channels, taps outermost
   */
  Execution requantizing(Layer layer, memory from, memory to) {
    float[] scales = new float[PackedWeights.rows(layer)];
    float[] bias = new float[scales.length];
    for (int row = 0; row < scales.length; row++) {
      int channel = row % layer.outChannels();
      scales[row] = Math.scalb(1f, -layer.shift(channel));
      bias[row] = Math.scalb((float) layer.bias()[channel], -layer.shift(channel));
    }
    int maxCode = layer.output().orElseThrow().width().maxActivationCode();
    memory biases = floats(bias);
    try (primitive_attr attributes = attributes();
        post_ops clip = new post_ops();
        memory.desc biasDesc = biases.get_desc()) {
      clip.append_eltwise(dnnl.algorithm.eltwise_clip_v2, 0, maxCode);
      attributes.set_post_ops(clip);
      attributes.set_scales_mask(dnnl.DNNL_ARG_WEIGHTS, 1);
      return convolution(layer, from, biasDesc, to, attributes)
          .with(dnnl.DNNL_ARG_ATTR_SCALES | dnnl.DNNL_ARG_WEIGHTS, floats(scales))
          .with(dnnl.DNNL_ARG_BIAS, biases);
    }
  }

  /**
   * A convolution whose int32 sums, without the bias, are the result.
   *
   * @param from u8 images
   * @param to s32 images
   */
  Execution summing(Layer layer, memory from, memory to) {
    try (primitive_attr attributes = attributes();
        memory.desc noBias = new memory.desc()) {
      return convolution(layer, from, noBias, to, attributes);
    }
  }

  private Execution convolution(
      Layer layer, memory from, memory.desc bias, memory to, primitive_attr attributes) {
    long pad = layer.kind() == LayerKind.CONV_3X3 ? 1 : 0;
    try (memory.desc fromDesc = from.get_desc();
        memory.desc toDesc = to.get_desc();
        memory.desc any = PackedWeights.shape(layer, memory.format_tag.any)) {
      convolution_forward.primitive_desc description =
          scope.own(
              new convolution_forward.primitive_desc(
                  cpu,
                  dnnl.prop_kind.forward_inference,
                  dnnl.algorithm.convolution_direct,
                  fromDesc,
                  any,
                  bias,
                  toDesc,
                  new long[] {1, 1},
                  new long[] {pad, pad},
                  new long[] {pad, pad},
                  attributes,
                  false));
      try (memory.desc preferred = description.weights_desc()) {
        PackedWeights weights = scope.own(PackedWeights.acquire(layer, preferred, cpu));
        return execution(new convolution_forward(description), description, from, to)
            .with(dnnl.DNNL_ARG_WEIGHTS, weights.memory());
      }
    }
  }

  /** Max-pool 2x2. */
  Execution maxPool(memory from, memory to) {
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
      return execution(new pooling_forward(description), description, from, to);
    }
  }

  /** A copy between two layouts of the same dimensions. */
  Execution copy(memory from, memory to) {
    try (primitive_attr attributes = attributes()) {
      reorder.primitive_desc description =
          scope.own(new reorder.primitive_desc(from, to, attributes, false));
      return execution(new reorder(description), description, from, to);
    }
  }

  /** Gives all primitives their scratchpad; call it once, after the last one was made. */
  void prepare() {
    long bytes = 0;
    for (Execution execution : made) {
      bytes = Math.max(bytes, execution.scratchpad().get_size());
    }
    if (bytes > 0) {
      BytePointer shared = CodeBuffer.data(flat(bytes, memory.data_type.u8));
      made.stream()
          .filter(execution -> execution.scratchpad().get_size() > 0)
          .forEach(
              execution ->
                  execution.with(
                      dnnl.DNNL_ARG_SCRATCHPAD,
                      scope.own(new memory(execution.scratchpad(), cpu, shared))));
    }
    made.forEach(Execution::prepare);
  }

  /** Waits until everything that was started has ended. */
  void await() {
    dnnl.dnnl_stream_wait(handle); // its C++ twin makes an object for each call
  }

  private Execution execution(
      primitive step, primitive_desc_base description, memory from, memory to) {
    Execution execution =
        new Execution(scope, queue, step, description)
            .with(dnnl.DNNL_ARG_SRC, from)
            .with(dnnl.DNNL_ARG_DST, to);
    made.add(execution);
    return execution;
  }

  private memory floats(float[] values) {
    memory floats = flat(values.length, memory.data_type.f32);
    try (FloatPointer data = new FloatPointer(CodeBuffer.data(floats))) {
      data.put(values, 0, values.length);
    }
    return floats;
  }

  private memory flat(long values, memory.data_type type) {
    try (memory.desc layout = new memory.desc(new long[] {values}, type, memory.format_tag.a)) {
      return scope.own(new memory(layout, cpu));
    }
  }

  private static primitive_attr attributes() {
    primitive_attr attributes = new primitive_attr();
    attributes.set_scratchpad_mode(dnnl.scratchpad_mode.user);
    return attributes;
  }
}
