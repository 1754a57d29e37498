package io.quantunet.driver.engine.portable;

import io.quantunet.driver.model.Layer;
import io.quantunet.driver.model.LayerKind;
import java.util.Arrays;

/**
 * The codes that some rows of output pixels need, one array for each tap of each input channel: the
 * loops over them index every array alike, which the JIT compiler needs in order to vectorize.
 */
final class Columns {

  /** Columns at once: their partial sums are far below float32's integers, and fit a L2 cache. */
  private static final int MAX_COLUMNS = 128;

  private final int inChannels;
  private final int taps;
  private final int width;
  private final int height;
  private final float[] rows; // with a row above and below and a pixel before and after
  private final float[][] columns;

  /**
   * @param blockRows rows of pixels at once
   */
  Columns(Layer layer, int width, int height, int blockRows) {
    this.inChannels = layer.inChannels();
    this.taps = taps(layer.kind());
    this.width = width;
    this.height = height;
    this.rows = new float[(blockRows + 2) * width + 2];
    this.columns = new float[taps * Math.min(inChannels, chunkChannels(taps))][blockRows * width];
  }

  /** Taps that one output pixel sums over. */
  static int taps(LayerKind kind) {
    return kind == LayerKind.CONV_3X3 ? kind.taps() : 1;
  }

  /** Input channels at once. */
  static int chunkChannels(int taps) {
    return MAX_COLUMNS / taps;
  }

  /** At {@code channel * taps + tap}, the channel counted from the first one of the last gather. */
  float[] column(int index) {
    return columns[index];
  }

  /**
   * @param codes {@code [height, width, in]}
   * @param firstRow of the output pixels
   */
  void gather(byte[] codes, int firstRow, int rowCount, int firstChannel) {
    int channels = Math.min(chunkChannels(taps), inChannels - firstChannel);
    int pixels = rowCount * width;
    for (int c = 0; c < channels; c++) {
      if (taps == 1) {
        read(codes, firstRow, rowCount, firstChannel + c, columns[c], 0);
        continue;
      }
      int above = Math.max(firstRow - 1, 0);
      int below = Math.min(firstRow + rowCount + 1, height);
      Arrays.fill(rows, 0);
      read(codes, above, below - above, firstChannel + c, rows, 1 + (above - firstRow + 1) * width);
      for (int tap = 0; tap < taps; tap++) {
        float[] column = columns[c * taps + tap];
        System.arraycopy(rows, tap / 3 * width + tap % 3, column, 0, pixels);
        clearPadding(column, tap % 3, pixels);
      }
    }
  }

  /** Pixels that wrapped around to the neighbouring row lie outside of the image: zero. */
  private void clearPadding(float[] column, int tapX, int pixels) {
    if (tapX != 1) {
      for (int pixel = tapX == 0 ? 0 : width - 1; pixel < pixels; pixel += width) {
        column[pixel] = 0;
      }
    }
  }

  private void read(byte[] codes, int firstRow, int rowCount, int channel, float[] to, int at) {
    int from = firstRow * width * inChannels + channel;
    for (int pixel = 0; pixel < rowCount * width; pixel++) {
      to[at + pixel] = codes[from + pixel * inChannels] & 0xFF;
    }
  }
}
