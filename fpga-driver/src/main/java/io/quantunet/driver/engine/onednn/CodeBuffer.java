package io.quantunet.driver.engine.onednn;

import io.quantunet.driver.engine.graph.Codes;
import org.bytedeco.dnnl.engine;
import org.bytedeco.dnnl.memory;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.Pointer;

/**
 * Where a batch of tensors' codes lies, {@code [frames, height, width, channels]}: in native memory
 * of its own, or as some of the channels of wider tensors.
 */
final class CodeBuffer {

  private final NativeScope scope;
  private final engine cpu;
  private final BytePointer first;
  private final Extent extent;
  private final int channels;
  private final int pixelStride;

  private CodeBuffer(
      NativeScope scope,
      engine cpu,
      BytePointer first,
      Extent extent,
      int channels,
      int pixelStride) {
    this.scope = scope;
    this.cpu = cpu;
    this.first = first;
    this.extent = extent;
    this.channels = channels;
    this.pixelStride = pixelStride;
  }

  static CodeBuffer allocate(NativeScope scope, engine cpu, Extent extent, int channels) {
    try (memory.desc layout =
        new memory.desc(
            new long[] {(long) extent.pixels() * channels},
            memory.data_type.u8,
            memory.format_tag.a)) {
      BytePointer bytes = data(scope.own(new memory(layout, cpu)));
      return new CodeBuffer(scope, cpu, bytes, extent, channels, channels);
    }
  }

  /** Some of these tensors' channels. */
  CodeBuffer channels(int from, int count) {
    return new CodeBuffer(scope, cpu, first.getPointer(from), extent, count, pixelStride);
  }

  Extent extent() {
    return extent;
  }

  int channels() {
    return channels;
  }

  /** Codes in all. */
  int size() {
    return extent.pixels() * channels;
  }

  /** As oneDNN's images {@code [frames, channels, height, width]}. */
  memory image() {
    long rowStride = (long) extent.width() * pixelStride;
    return view(
        new long[] {extent.frames(), channels, extent.height(), extent.width()},
        new long[] {extent.height() * rowStride, 1, rowStride, pixelStride});
  }

  /**
   * As {@code [rows, 2, columns, 2, channels]}: each 2x2 block of pixels apart, rows of all frames
   * counted through.
   */
  memory blocks() {
    long row = (long) extent.width() * pixelStride;
    return view(
        new long[] {extent.frames() * extent.height() / 2L, 2, extent.width() / 2, 2, channels},
        new long[] {2 * row, row, 2L * pixelStride, pixelStride, 1});
  }

  /** These codes as the blocks of a tensor twice as wide and high: {@code channels = 2 x 2 x n}. */
  memory blocksByDepth() {
    int each = channels / 4;
    return view(
        new long[] {(long) extent.frames() * extent.height(), 2, extent.width(), 2, each},
        new long[] {(long) extent.width() * channels, 2L * each, channels, each, 1});
  }

  private memory view(long[] dimensions, long[] strides) {
    try (memory.desc layout = new memory.desc(dimensions, memory.data_type.u8, strides)) {
      return scope.own(new memory(layout, cpu, first));
    }
  }

  /** Codes of one frame. */
  int frameSize() {
    return size() / extent.frames();
  }

  /** Takes all frames' codes. */
  void write(byte[] codes) {
    write(0, codes);
  }

  /** Takes the codes of one frame, or of more from there on. */
  void write(int frame, byte[] codes) {
    long at = frameOffset(frame);
    if (pixelStride == channels) {
      first.position(at).put(codes, 0, codes.length);
    } else {
      for (int i = 0; i < codes.length; i += channels, at += pixelStride) {
        first.position(at).put(codes, i, channels);
      }
    }
    first.position(0);
  }

  /** Copies the codes of one frame, or of more from there on. */
  void read(int frame, byte[] codes) {
    long at = frameOffset(frame);
    if (pixelStride == channels) {
      first.position(at).get(codes, 0, codes.length);
    } else {
      for (int i = 0; i < codes.length; i += channels, at += pixelStride) {
        first.position(at).get(codes, i, channels);
      }
    }
    first.position(0);
  }

  /** All frames' codes. */
  byte[] read() {
    byte[] codes = new byte[size()];
    read(0, codes);
    return codes;
  }

  private long frameOffset(int frame) {
    return (long) frame * extent.width() * extent.height() * pixelStride;
  }

  /** As {@link #read()}, into 0..255. */
  void readAsInts(int[] values) {
    Codes.toInts(read(), values, 0);
  }

  static BytePointer data(memory owner) {
    try (Pointer handle = owner.get_data_handle()) {
      return new BytePointer(handle);
    }
  }
}
