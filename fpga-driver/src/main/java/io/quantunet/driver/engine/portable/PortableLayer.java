package io.quantunet.driver.engine.portable;

import io.quantunet.driver.engine.reference.Requantizer;
import io.quantunet.driver.model.Layer;
import io.quantunet.driver.model.LayerKind;
import java.util.Arrays;

/**
 * One layer of the integer model for inputs of one size, in loops that the JIT compiler vectorizes:
 * float32 holds every partial sum exactly, since at most 128 products (of 127 x 255 at most) are
 * added before they go to int32, or the layer's proven bound is below 2^24. Belongs to one thread;
 * allocates nothing after it was made.
 */
public final class PortableLayer {

  private static final long FLOAT_LIMIT = 1L << 24;

  /** Adding it leaves no binary places: the sum is rounded, half to even. */
  private static final float NO_PLACES = 1 << 23;

  private static final int BLOCK_PIXELS = 512;

  private final Layer layer;
  private final int width;
  private final int height;
  private final int rows; // output channels, times 4 taps for a transposed convolution
  private final int chunkChannels;
  private final boolean fitsFloat;
  private final SparseWeights weights;
  private final int blockRows;
  private final Columns columns;
  private final float[][] sums; // [rows][pixels of a block]
  private final int[][] totals; // likewise, where float32 is not enough
  private final Requantizer[] requantizers;

  /**
   * Prepares a layer.
   *
   * @param width pixels across of the input
   * @param height pixels down of the input
   */
  public PortableLayer(Layer layer, int width, int height) {
    this.layer = layer;
    this.width = width;
    this.height = height;
    this.rows = layer.outChannels() * (layer.kind() == LayerKind.UPCONV_2X2 ? 4 : 1);
    this.chunkChannels = Columns.chunkChannels(Columns.taps(layer.kind()));
    this.fitsFloat = layer.accumulatorBound() < FLOAT_LIMIT;
    this.weights = SparseWeights.of(layer, rows);
    this.blockRows = Math.max(1, Math.min(height, BLOCK_PIXELS / width));
    this.columns = new Columns(layer, width, height, blockRows);
    this.sums = new float[rows][blockRows * width];
    this.totals = fitsFloat ? new int[rows][0] : new int[rows][blockRows * width];
    this.requantizers = layer.output().isPresent() ? Requantizer.of(layer) : new Requantizer[0];
  }

  /**
   * Computes the output codes.
   *
   * @param codes {@code [height, width, in]}
   * @param output {@code [height, width, out]}; both sides doubled for a transposed convolution
   */
  public void run(byte[] codes, byte[] output) {
    for (int firstRow = 0; firstRow < height; firstRow += blockRows) {
      int pixels = accumulate(codes, firstRow);
      for (int row = 0; row < rows; row++) {
        requantize(row, pixels);
        write(row, firstRow, pixels, output);
      }
    }
  }

  /**
   * Computes the accumulators of a layer that is not transposed.
   *
   * @param codes {@code [height, width, in]}
   * @param results receives {@code [height, width, out]}
   * @param first where in the results
   */
  public void accumulate(byte[] codes, int[] results, int first) {
    for (int firstRow = 0; firstRow < height; firstRow += blockRows) {
      int pixels = accumulate(codes, firstRow);
      for (int row = 0; row < rows; row++) {
        int at = first + firstRow * width * rows + row;
        for (int pixel = 0; pixel < pixels; pixel++) {
          results[at + pixel * rows] = fitsFloat ? (int) sums[row][pixel] : totals[row][pixel];
        }
      }
    }
  }

  private int accumulate(byte[] codes, int firstRow) {
    int rowCount = Math.min(blockRows, height - firstRow);
    int pixels = rowCount * width;
    for (int row = 0; row < rows; row++) {
      int bias = layer.bias()[row * layer.outChannels() / rows];
      Arrays.fill(sums[row], fitsFloat ? bias : 0);
      Arrays.fill(totals[row], bias);
    }
    for (int channel = 0; channel < layer.inChannels(); channel += chunkChannels) {
      columns.gather(codes, firstRow, rowCount, channel);
      for (int row = 0; row < rows; row++) {
        addChunk(channel / chunkChannels * rows + row, sums[row], pixels);
        if (!fitsFloat) {
          moveToTotals(sums[row], totals[row], pixels);
        }
      }
    }
    return pixels;
  }

  private void addChunk(int list, float[] sum, int pixels) {
    int[] column = weights.columns();
    float[] value = weights.values();
    int end = weights.starts()[list + 1];
    for (int i = weights.starts()[list]; i < end; i += SparseWeights.GROUP) {
      addFour(
          sum,
          columns.column(column[i]),
          columns.column(column[i + 1]),
          columns.column(column[i + 2]),
          columns.column(column[i + 3]),
          value[i],
          value[i + 1],
          value[i + 2],
          value[i + 3],
          pixels);
    }
  }

  private static void addFour(
      float[] sum,
      float[] a,
      float[] b,
      float[] c,
      float[] d,
      float wa,
      float wb,
      float wc,
      float wd,
      int count) {
    for (int i = 0; i < count; i++) {
      sum[i] += (wa * a[i] + wb * b[i]) + (wc * c[i] + wd * d[i]);
    }
  }

  private static void moveToTotals(float[] sum, int[] total, int count) {
    for (int i = 0; i < count; i++) {
      total[i] += (int) sum[i];
      sum[i] = 0;
    }
  }

  /** Leaves the codes in the sums. */
  private void requantize(int row, int pixels) {
    int channel = row * layer.outChannels() / rows;
    float[] sum = sums[row];
    if (!fitsFloat) {
      for (int i = 0; i < pixels; i++) {
        sum[i] = requantizers[channel].code(totals[row][i]);
      }
      return;
    }
    roundAndClamp(
        sum,
        Math.scalb(1f, -layer.shift(channel)),
        layer.output().orElseThrow().width().maxActivationCode(),
        pixels);
  }

  /** Scaling by a power of two is exact, and clamping to integers may come before rounding. */
  private static void roundAndClamp(float[] sum, float scale, float maxCode, int count) {
    for (int i = 0; i < count; i++) {
      float clamped = Math.min(Math.max(sum[i] * scale, 0), maxCode);
      sum[i] = (clamped + NO_PLACES) - NO_PLACES;
    }
  }

  private void write(int row, int firstRow, int pixels, byte[] output) {
    int out = layer.outChannels();
    float[] sum = sums[row];
    if (layer.kind() != LayerKind.UPCONV_2X2) {
      int at = firstRow * width * out + row;
      for (int pixel = 0; pixel < pixels; pixel++) {
        output[at + pixel * out] = (byte) (int) sum[pixel];
      }
      return;
    }
    for (int pixel = 0; pixel < pixels; pixel++) {
      int y = 2 * (firstRow + pixel / width) + row % 4 / 2;
      int x = 2 * (pixel % width) + row % 2;
      output[(y * 2 * width + x) * out + row / 4] = (byte) (int) sum[pixel];
    }
  }
}
