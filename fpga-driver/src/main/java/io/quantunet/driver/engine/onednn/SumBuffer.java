package io.quantunet.driver.engine.onednn;

import org.bytedeco.dnnl.engine;
import org.bytedeco.dnnl.memory;
import org.bytedeco.javacpp.IntPointer;

/** Where a convolution's int32 sums lie, {@code [frames, height, width, channels]}. */
final class SumBuffer {

  private final memory sums;
  private final IntPointer data;

  SumBuffer(NativeScope scope, engine cpu, Extent extent, int channels) {
    try (memory.desc layout =
        new memory.desc(
            new long[] {extent.frames(), channels, extent.height(), extent.width()},
            memory.data_type.s32,
            memory.format_tag.acdb)) {
      sums = scope.own(new memory(layout, cpu));
      data = new IntPointer(CodeBuffer.data(sums));
    }
  }

  memory image() {
    return sums;
  }

  /** Copies all of them. */
  void read(int[] values) {
    data.get(values, 0, values.length);
  }
}
