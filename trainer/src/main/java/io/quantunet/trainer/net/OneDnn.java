package io.quantunet.trainer.net;

import java.util.EnumSet;
import java.util.Set;
import org.bytedeco.dnnl.engine;
import org.bytedeco.dnnl.global.dnnl;
import org.bytedeco.dnnl.memory;

/** oneDNN's CPU, and how it sees this package's tensors. */
final class OneDnn {

  private static final Set<dnnl.cpu_isa> BFLOAT16 =
      EnumSet.of(
          dnnl.cpu_isa.avx512_core_bf16,
          dnnl.cpu_isa.avx512_core_fp16,
          dnnl.cpu_isa.avx512_core_amx,
          dnnl.cpu_isa.avx512_core_amx_fp16,
          dnnl.cpu_isa.avx10_1_512,
          dnnl.cpu_isa.avx10_1_512_amx,
          dnnl.cpu_isa.avx10_1_512_amx_fp16,
          dnnl.cpu_isa.avx10_2_512,
          dnnl.cpu_isa.avx10_2_512_amx_2);

  private OneDnn() {}

  /** The CPU as oneDNN's engine; shared, never closed. */
  static engine cpu() {
    return Cpu.ENGINE;
  }

  /** Whether a CPU multiplies bfloat16 itself; others would emulate it, slowly, or not at all. */
  static boolean hasBfloat16() {
    cpu();
    return BFLOAT16.contains(dnnl.get_effective_cpu_isa().intern());
  }

  static memory.data_type type(Precision precision) {
    return precision == Precision.FLOAT32 ? memory.data_type.f32 : memory.data_type.bf16;
  }

  /** Some images of a tensor, as oneDNN numbers their dimensions: {@code [N, C, H, W]}. */
  static memory.desc images(Tensor tensor, Precision precision, int images) {
    return new memory.desc(
        new long[] {images, tensor.channels(), tensor.height(), tensor.width()},
        type(precision),
        memory.format_tag.acdb);
  }

  /** Any dimensions with any strides, in values. */
  static memory.desc strided(Precision precision, long[] dimensions, long[] strides) {
    return new memory.desc(dimensions, type(precision), strides);
  }

  /** So many values in a row. */
  static memory.desc row(Precision precision, long count) {
    return new memory.desc(new long[] {count}, type(precision), memory.format_tag.a);
  }

  private static final class Cpu {
    static final engine ENGINE = new engine(engine.kind.cpu, 0);
  }
}
