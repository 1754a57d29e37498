package io.quantunet.trainer.net;

import java.nio.FloatBuffer;
import org.bytedeco.javacpp.FloatPointer;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.indexing.NDArrayIndex;

/**
 * A batch of float feature maps, {@code [images, height, width, channels]}, in native memory where
 * ND4J's convolutions work on it. Everything else walks over it in blocks that fit the first-level
 * cache: {@link #read} into a Java array, compute there (the JIT vectorises plain array loops),
 * {@link #write} back.
 */
public final class Tensor implements AutoCloseable {

  private final INDArray array;
  private final FloatBuffer buffer;
  private final int images;
  private final int height;
  private final int width;
  private final int channels;

  private Tensor(int images, int height, int width, int channels) {
    NativeBackend.prepare();
    this.images = images;
    this.height = height;
    this.width = width;
    this.channels = channels;
    this.array = Nd4j.create(DataType.FLOAT, images, height, width, channels);
    this.buffer = ((FloatPointer) array.data().pointer()).asBuffer();
  }

  /** A tensor of zeros; sizes are positive. */
  public static Tensor zeros(int images, int height, int width, int channels) {
    return new Tensor(images, height, width, channels);
  }

  /** A tensor of zeros of the same shape. */
  public Tensor like() {
    return new Tensor(images, height, width, channels);
  }

  /** Images of the batch. */
  public int images() {
    return images;
  }

  /** Pixels down. */
  public int height() {
    return height;
  }

  /** Pixels across. */
  public int width() {
    return width;
  }

  /** Channels of a pixel. */
  public int channels() {
    return channels;
  }

  /** Number of floats. */
  public int size() {
    return images * height * width * channels;
  }

  /** Copies {@code count} floats from {@code position} on into the front of {@code block}. */
  public void read(int position, float[] block, int count) {
    buffer.get(position, block, 0, count);
  }

  /** Copies the front of {@code block} to {@code position} and on. */
  public void write(int position, float[] block, int count) {
    buffer.put(position, block, 0, count);
  }

  /** All values, a copy. */
  public float[] toArray() {
    float[] values = new float[size()];
    read(0, values, values.length);
    return values;
  }

  /** Gives the native memory back; the tensor must not be used any more. */
  @Override
  public void close() {
    array.close();
  }

  /** ND4J's view of some of the images, sharing memory. */
  INDArray images(int from, int to) {
    if (from == 0 && to == images) {
      return array;
    }
    return array.get(
        NDArrayIndex.interval(from, to),
        NDArrayIndex.all(),
        NDArrayIndex.all(),
        NDArrayIndex.all());
  }
}
