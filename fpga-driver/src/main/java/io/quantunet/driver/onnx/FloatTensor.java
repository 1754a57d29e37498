package io.quantunet.driver.onnx;

import io.quantunet.driver.onnx.proto.TensorProto;
import io.quantunet.proto.DecodeException;
import io.quantunet.proto.DecodeException.Reason;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.function.IntToDoubleFunction;

/**
 * A constant of an ONNX file as float32 values.
 *
 * @param dims sizes, outermost first; empty for a scalar
 * @param values in row-major order, all finite
 */
record FloatTensor(int[] dims, float[] values) {

  private static final int MAX_VALUES = 1 << 27;

  /**
   * Reads a float, double or integer tensor; nothing is allocated before the bytes are known to be
   * there.
   *
   * @throws DecodeException naming the tensor, if it is of another type, incomplete, or has values
   *     that are no float32
   */
  static FloatTensor of(TensorProto tensor) throws DecodeException {
    if (tensor.getDataLocation() == TensorProto.DataLocation.EXTERNAL) {
      throw refusal(tensor, "its data is in another file; save the model with its data inside");
    }
    int count = count(tensor);
    TensorProto.DataType type = TensorProto.DataType.forNumber(tensor.getDataType());
    if (type == null) {
      throw refusal(tensor, "unknown data type " + tensor.getDataType());
    }
    IntToDoubleFunction data =
        switch (type) {
          case FLOAT -> floats(tensor, count);
          case DOUBLE -> doubles(tensor, count);
          case INT32 -> ints(tensor, count);
          case INT64 -> longs(tensor, count);
          default ->
              throw refusal(tensor, "type " + type + "; known are FLOAT, DOUBLE, INT32, INT64");
        };
    float[] values = new float[count];
    for (int i = 0; i < count; i++) {
      double value = data.applyAsDouble(i);
      values[i] = (float) value;
      if (!Double.isFinite(value) || values[i] != value) {
        throw refusal(tensor, "value %s is no finite float32".formatted(value));
      }
    }
    return new FloatTensor(
        tensor.getDimsList().stream().mapToInt(Long::intValue).toArray(), values);
  }

  private static int count(TensorProto tensor) throws DecodeException {
    long count = 1;
    for (long dim : tensor.getDimsList()) {
      if (dim < 0 || dim > MAX_VALUES || count * dim > MAX_VALUES) {
        throw refusal(
            tensor,
            "dimensions %s; at most %d values"
                .formatted(Nodes.shown(tensor.getDimsList().toString()), MAX_VALUES));
      }
      count *= dim;
    }
    return (int) count;
  }

  private static IntToDoubleFunction floats(TensorProto tensor, int count) throws DecodeException {
    if (tensor.hasRawData()) {
      var raw = raw(tensor, count, Float.BYTES).asFloatBuffer();
      return raw::get;
    }
    requireCount(tensor, count, tensor.getFloatDataCount());
    return tensor::getFloatData;
  }

  private static IntToDoubleFunction doubles(TensorProto tensor, int count) throws DecodeException {
    if (tensor.hasRawData()) {
      var raw = raw(tensor, count, Double.BYTES).asDoubleBuffer();
      return raw::get;
    }
    requireCount(tensor, count, tensor.getDoubleDataCount());
    return tensor::getDoubleData;
  }

  private static IntToDoubleFunction ints(TensorProto tensor, int count) throws DecodeException {
    if (tensor.hasRawData()) {
      var raw = raw(tensor, count, Integer.BYTES).asIntBuffer();
      return raw::get;
    }
    requireCount(tensor, count, tensor.getInt32DataCount());
    return tensor::getInt32Data;
  }

  private static IntToDoubleFunction longs(TensorProto tensor, int count) throws DecodeException {
    if (tensor.hasRawData()) {
      var raw = raw(tensor, count, Long.BYTES).asLongBuffer();
      return i -> (double) raw.get(i);
    }
    requireCount(tensor, count, tensor.getInt64DataCount());
    return i -> (double) tensor.getInt64Data(i);
  }

  private static ByteBuffer raw(TensorProto tensor, int count, int bytes) throws DecodeException {
    requireCount(tensor, (long) count * bytes, tensor.getRawData().size());
    return tensor.getRawData().asReadOnlyByteBuffer().order(ByteOrder.LITTLE_ENDIAN);
  }

  private static void requireCount(TensorProto tensor, long needed, long found)
      throws DecodeException {
    if (needed != found) {
      throw refusal(
          tensor,
          "dimensions %s need %d values or bytes, %d are there"
              .formatted(Nodes.shown(tensor.getDimsList().toString()), needed, found));
    }
  }

  private static DecodeException refusal(TensorProto tensor, String why) {
    return new DecodeException(
        Reason.BAD_MODEL, "tensor %s: %s".formatted(Nodes.shown(tensor.getName()), why));
  }

  /** Whether every value is this one. */
  boolean all(float value) {
    for (float found : values) {
      if (found != value) {
        return false;
      }
    }
    return true;
  }

  /**
   * Index of the value that NumPy's broadcasting pairs with a value of a larger tensor.
   *
   * @param shape the larger tensor's dimensions
   * @param index row-major index in the larger tensor
   */
  int broadcastIndex(int[] shape, int index) {
    int result = 0;
    int stride = 1;
    int rest = index;
    for (int axis = shape.length - 1; axis >= 0; axis--) {
      int position = rest % shape[axis];
      rest /= shape[axis];
      int own = axis - (shape.length - dims.length);
      if (own >= 0) {
        result += dims[own] == 1 ? 0 : position * stride;
        stride *= dims[own];
      }
    }
    return result;
  }

  /** Whether NumPy would broadcast it to these dimensions without making them larger. */
  boolean broadcastsTo(int[] shape) {
    for (int own = 0; own < dims.length; own++) {
      int axis = own + shape.length - dims.length;
      boolean fits = dims[own] == 1 || (axis >= 0 && dims[own] == shape[axis]);
      if (!fits) {
        return false;
      }
    }
    return true;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof FloatTensor that
        && Arrays.equals(dims, that.dims)
        && Arrays.equals(values, that.values);
  }

  @Override
  public int hashCode() {
    return 31 * Arrays.hashCode(dims) + Arrays.hashCode(values);
  }

  @Override
  public String toString() {
    return "FloatTensor" + Arrays.toString(dims);
  }
}
