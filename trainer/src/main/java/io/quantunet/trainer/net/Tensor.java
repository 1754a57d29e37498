package io.quantunet.trainer.net;

import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.nio.ShortBuffer;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.Pointer;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * A batch of feature maps, {@code [images, height, width, channels]}, an ND4J array in native
 * memory where oneDNN's primitives work on it. Everything else walks over it in blocks that fit the
 * first-level cache: {@link #read} into a Java array, compute there (the JIT vectorises plain array
 * loops), {@link #write} back.
 */
public final class Tensor implements AutoCloseable {

  /** In bytes; a vector register that straddles two lines is loaded at half the speed. */
  private static final int CACHE_LINE = 64;

  private static final int HIGH_HALF = 16;
  private static final int HALF_UP = 0x7FFF;

  private final INDArray array;
  private final BytePointer bytes;
  private final int valueBytes;
  private final Storage storage;
  private final int images;
  private final int height;
  private final int width;
  private final int channels;

  /** The values as Java reads and writes them. */
  private sealed interface Storage {
    void read(int position, float[] block, int count);

    void write(int position, float[] block, int count);
  }

  private record Floats(FloatBuffer buffer) implements Storage {
    @Override
    public void read(int position, float[] block, int count) {
      buffer.get(position, block, 0, count);
    }

    @Override
    public void write(int position, float[] block, int count) {
      buffer.put(position, block, 0, count);
    }
  }

  /** The upper halves of floats. */
  private record UpperHalves(ShortBuffer buffer) implements Storage {
    @Override
    public void read(int position, float[] block, int count) {
      for (int i = 0; i < count; i++) {
        block[i] = Float.intBitsToFloat(buffer.get(position + i) << HIGH_HALF);
      }
    }

    @Override
    public void write(int position, float[] block, int count) {
      for (int i = 0; i < count; i++) {
        buffer.put(position + i, rounded(block[i]));
      }
    }

    private static short rounded(float value) {
      int bits = Float.floatToIntBits(value);
      if (Float.isNaN(value)) {
        return (short) (bits >>> HIGH_HALF); // the canonical NaN, which rounding would not spare
      }
      int toEven = (bits >>> HIGH_HALF) & 1;
      return (short) ((bits + HALF_UP + toEven) >>> HIGH_HALF);
    }
  }

  private Tensor(Precision precision, int images, int height, int width, int channels) {
    NativeBackend.prepare();
    this.images = images;
    this.height = height;
    this.width = width;
    this.channels = channels;
    DataType type = precision == Precision.FLOAT32 ? DataType.FLOAT : DataType.BFLOAT16;
    this.valueBytes = type.width();
    this.array = Nd4j.create(type, size() + CACHE_LINE / (long) valueBytes);
    this.bytes = aligned(new BytePointer(array.data().pointer()));
    bytes.capacity((long) valueBytes * size());
    this.storage =
        precision == Precision.FLOAT32
            ? new Floats(bytes.asByteBuffer().order(ByteOrder.nativeOrder()).asFloatBuffer())
            : new UpperHalves(bytes.asByteBuffer().order(ByteOrder.nativeOrder()).asShortBuffer());
  }

  /** A float32 tensor of zeros; sizes are positive. */
  public static Tensor zeros(int images, int height, int width, int channels) {
    return zeros(Precision.FLOAT32, images, height, width, channels);
  }

  /** A tensor of zeros; sizes are positive. */
  public static Tensor zeros(Precision precision, int images, int height, int width, int channels) {
    return new Tensor(precision, images, height, width, channels);
  }

  /** A float32 tensor of zeros of the same shape. */
  public Tensor like() {
    return like(Precision.FLOAT32);
  }

  /** A tensor of zeros of the same shape. */
  public Tensor like(Precision precision) {
    return new Tensor(precision, images, height, width, channels);
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

  /** Number of values. */
  public int size() {
    return images * imageSize();
  }

  /** Number of values of one image. */
  public int imageSize() {
    return height * width * channels;
  }

  /** Format of the values. */
  Precision precision() {
    return storage instanceof Floats ? Precision.FLOAT32 : Precision.BFLOAT16;
  }

  /** Copies {@code count} values from {@code position} on into the front of {@code block}. */
  public void read(int position, float[] block, int count) {
    storage.read(position, block, count);
  }

  /** Copies the front of {@code block} to {@code position} and on, rounding if it must. */
  public void write(int position, float[] block, int count) {
    storage.write(position, block, count);
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

  /** Where a value lies. */
  Pointer at(int position) {
    return bytes.getPointer((long) position * valueBytes);
  }

  private static BytePointer aligned(BytePointer start) {
    return start.getPointer(Math.floorMod(-start.address(), CACHE_LINE));
  }
}
