package io.quantunet.driver.engine.onednn;

import org.bytedeco.dnnl.engine;
import org.bytedeco.dnnl.memory;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.Pointer;

/**
 * Where a tensor's codes lie, {@code [height, width, channels]}: in native memory of its own, or as
 * some of the channels of a wider tensor.
 */
final class CodeBuffer {

  private final NativeScope scope;
  private final engine cpu;
  private final BytePointer first;
  private final int width;
  private final int height;
  private final int channels;
  private final int pixelStride;

  private CodeBuffer(
      NativeScope scope,
      engine cpu,
      BytePointer first,
      int width,
      int height,
      int channels,
      int pixelStride) {
    this.scope = scope;
    this.cpu = cpu;
    this.first = first;
    this.width = width;
    this.height = height;
    this.channels = channels;
    this.pixelStride = pixelStride;
  }

  static CodeBuffer allocate(NativeScope scope, engine cpu, int width, int height, int channels) {
    try (memory.desc layout =
        new memory.desc(
            new long[] {(long) width * height * channels},
            memory.data_type.u8,
            memory.format_tag.a)) {
      memory bytes = scope.own(new memory(layout, cpu));
      return new CodeBuffer(scope, cpu, data(bytes), width, height, channels, channels);
    }
  }

  /** Some of this tensor's channels as a tensor. */
  CodeBuffer channels(int from, int count) {
    return new CodeBuffer(scope, cpu, first.getPointer(from), width, height, count, pixelStride);
  }

  int width() {
    return width;
  }

  int height() {
    return height;
  }

  int channels() {
    return channels;
  }

  int pixelStride() {
    return pixelStride;
  }

  /** As oneDNN's image {@code [1, channels, height, width]}. */
  memory image() {
    long rowStride = (long) width * pixelStride;
    return view(
        new long[] {1, channels, height, width},
        new long[] {height * rowStride, 1, rowStride, pixelStride});
  }

  /** Other dimensions over the same codes; strides in codes. */
  memory view(long[] dimensions, long[] strides) {
    try (memory.desc layout = new memory.desc(dimensions, memory.data_type.u8, strides)) {
      return scope.own(new memory(layout, cpu, first));
    }
  }

  void write(byte[] codes) {
    if (pixelStride == channels) {
      first.put(codes, 0, codes.length);
      return;
    }
    for (int pixel = 0; pixel < width * height; pixel++) {
      first.getPointer((long) pixel * pixelStride).put(codes, pixel * channels, channels);
    }
  }

  byte[] read() {
    byte[] codes = new byte[width * height * channels];
    if (pixelStride == channels) {
      first.get(codes, 0, codes.length);
      return codes;
    }
    for (int pixel = 0; pixel < width * height; pixel++) {
      first.getPointer((long) pixel * pixelStride).get(codes, pixel * channels, channels);
    }
    return codes;
  }

  static BytePointer data(memory owner) {
    try (Pointer handle = owner.get_data_handle()) {
      return new BytePointer(handle);
    }
  }
}
