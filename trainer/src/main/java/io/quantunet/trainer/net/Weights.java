package io.quantunet.trainer.net;

import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.List;
import org.bytedeco.dnnl.memory;
import org.bytedeco.javacpp.FloatPointer;
import org.bytedeco.javacpp.Pointer;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * A convolution's weights, or their gradient: a plain ND4J array for Java, {@code [out, ky, kx,
 * in]}, and copies in the layouts and the precision that oneDNN's primitives prefer.
 */
final class Weights implements AutoCloseable {

  private final Workspace workspace;
  private final memory.desc plainLayout;
  private final INDArray plain;
  private final Pointer plainData;
  private final FloatBuffer buffer;
  private final List<memory> packed = new ArrayList<>();
  private final List<Copy> copies = new ArrayList<>();

  Weights(Workspace workspace, memory.desc plainLayout, int count) {
    this.workspace = workspace;
    this.plainLayout = plainLayout;
    this.plain = Nd4j.create(DataType.FLOAT, count);
    FloatPointer data = (FloatPointer) plain.data().pointer();
    this.plainData = data;
    this.buffer = data.asBuffer();
  }

  /**
   * A copy that {@link #pack} refreshes, made from the copy before it: from the plain layout, that
   * of a forward pass would take more than twice as long as by way of that of a backward pass.
   */
  memory packedFor(memory.desc layout) {
    memory copy = new memory(layout, OneDnn.cpu());
    if (packed.isEmpty()) {
      copies.add(Copy.replacing(workspace, plainLayout, layout));
    } else {
      try (memory.desc before = packed.get(packed.size() - 1).get_desc()) {
        copies.add(Copy.replacing(workspace, before, layout));
      }
    }
    packed.add(copy);
    return copy;
  }

  /** Takes these values into the plain array and all packed copies. */
  void pack(float[] values) {
    buffer.put(0, values);
    Pointer from = plainData;
    for (int i = 0; i < packed.size(); i++) {
      Pointer to = packed.get(i).get_data_handle();
      copies.get(i).run(from, to);
      from = to;
    }
  }

  Pointer data() {
    return plainData;
  }

  /** Reads the plain array. */
  void read(float[] values) {
    buffer.get(0, values);
  }

  @Override
  public void close() {
    copies.forEach(Copy::close);
    packed.forEach(memory::deallocate);
    plain.close();
  }
}
