package io.quantunet.driver.engine.portable;

import io.quantunet.driver.model.Layer;

/**
 * A layer's weights without the zeros: for each chunk of input channels and each output row, pairs
 * of a column and its weight, filled up with weights of zero to whole groups of four.
 *
 * @param starts first pair of {@code [chunk * rows + row]}, and the end
 * @param columns see {@link Columns#column}
 * @param values the weights
 */
record SparseWeights(int[] starts, int[] columns, float[] values) {

  /** Pairs that are added at once: C2 vectorizes four terms at any length, but not always more. */
  static final int GROUP = 4;

  /**
   * @param rows output channels, times 4 for a transposed convolution: {@code [out, tap]}
   */
  static SparseWeights of(Layer layer, int rows) {
    int taps = Columns.taps(layer.kind());
    int chunkChannels = Columns.chunkChannels(taps);
    int chunks = (layer.inChannels() + chunkChannels - 1) / chunkChannels;
    int[] starts = new int[chunks * rows + 1];
    int capacity = layer.weights().length + chunks * rows * GROUP;
    int[] columns = new int[capacity];
    float[] values = new float[capacity];
    int end = 0;
    for (int list = 0; list < chunks * rows; list++) {
      starts[list] = end;
      int first = list / rows * chunkChannels;
      int channels = Math.min(chunkChannels, layer.inChannels() - first);
      for (int column = 0; column < channels * taps; column++) {
        // a row of a transposed convolution has one tap: kernel taps / taps are rows of a channel
        int tap = list % rows * taps + column % taps;
        byte weight = layer.weights()[tap * layer.inChannels() + first + column / taps];
        if (weight != 0) {
          columns[end] = column;
          values[end] = weight;
          end++;
        }
      }
      end = (end + GROUP - 1) / GROUP * GROUP;
    }
    starts[chunks * rows] = end;
    return new SparseWeights(starts, columns, values);
  }
}
