package io.quantunet.trainer.net;

import java.nio.FloatBuffer;
import org.bytedeco.dnnl.IntMemoryMap;
import org.bytedeco.dnnl.primitive;
import org.bytedeco.dnnl.stream;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.FloatPointer;
import org.bytedeco.javacpp.Pointer;

/**
 * What the primitives of one net share: oneDNN's queue and three pieces of native memory that stay
 * in the cache because every layer uses the same. One thread.
 *
 * <p>oneDNN is given its scratchpad explicitly: its own would belong to the thread that made the
 * primitive.
 */
final class Workspace implements AutoCloseable {

  private final stream queue = new stream(OneDnn.cpu());
  private BytePointer scratchpad = new BytePointer(1L);
  private FloatPointer floats = new FloatPointer(1L);
  private FloatBuffer floatBuffer = floats.asBuffer();
  private BytePointer rounded = new BytePointer(1L);

  /** Runs a primitive to its end. */
  void run(primitive step, IntMemoryMap arguments) {
    step.execute(queue, arguments);
    queue._wait();
  }

  /** Makes sure that a piece of so many values, and oneDNN's scratchpad, have room. */
  void reserve(long values, long scratchpadBytes) {
    if (floats.capacity() < values) {
      floats.deallocate();
      floats = new FloatPointer(values);
      floatBuffer = floats.asBuffer();
      rounded.deallocate();
      rounded = new BytePointer(2 * values);
    }
    if (scratchpad.capacity() < scratchpadBytes) {
      scratchpad.deallocate();
      scratchpad = new BytePointer(scratchpadBytes);
    }
  }

  Pointer scratchpad() {
    return scratchpad;
  }

  /** One piece in float32. */
  Pointer floats() {
    return floats;
  }

  /** The same memory, for Java. */
  FloatBuffer floatBuffer() {
    return floatBuffer;
  }

  /** One piece in bfloat16. */
  Pointer rounded() {
    return rounded;
  }

  @Override
  public void close() {
    queue.deallocate();
    scratchpad.deallocate();
    floats.deallocate();
    rounded.deallocate();
  }
}
