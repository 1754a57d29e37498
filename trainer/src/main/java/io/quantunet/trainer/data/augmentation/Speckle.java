package io.quantunet.trainer.data.augmentation;

import java.util.random.RandomGenerator;

/**
 * Each pixel times {@code 1 + d g}: {@code g} is Gaussian noise smoothed to grains and brought back
 * to a standard deviation of 1, {@code d} is up to the strength. A grain's size tells of the
 * probe's frequency and aperture: 0.4 to 1.4 pixels (standard deviation, on a grid of 128) down,
 * and 1 to 2.5 times as much across, since a beam is wider than its pulse is long. In displayed
 * images (after logarithmic compression) speckle is near to Gaussian (Loizou and Pattichis 2008).
 */
final class Speckle implements ToneIngredient {

  private static final double FINEST = 0.4;
  private static final double COARSEST = 1.4;
  private static final double WIDEST = 2.5;

  @Override
  public void apply(Picture picture, double strength, RandomGenerator random) {
    float deviation = (float) (random.nextDouble() * strength);
    double down = random.nextDouble(FINEST, COARSEST) * picture.pixelsPerUsual();
    double across = down * random.nextDouble(1, WIDEST);
    int width = picture.width();
    int height = picture.height();
    float[] acrossKernel = kernel(across);
    float[] downKernel = kernel(down);
    int rows = height + downKernel.length - 1;
    int columns = width + acrossKernel.length - 1;
    float[] white = white(rows * columns, random);
    float[] smooth = new float[rows * width];
    for (int y = 0; y < rows; y++) {
      addShifted(white, y * columns, 1, smooth, y * width, acrossKernel, width);
    }
    float[] grains = new float[height * width];
    for (int y = 0; y < height; y++) {
      addShifted(smooth, y * width, width, grains, y * width, downKernel, width);
    }
    byte[] codes = picture.codes();
    for (int i = 0; i < codes.length; i++) {
      codes[i] = Picture.code((codes[i] & 0xFF) * (1 + deviation * grains[i]));
    }
  }

  private static float[] white(int size, RandomGenerator random) {
    float[] noise = new float[size];
    for (int i = 0; i < size; i++) {
      noise[i] = (float) random.nextGaussian();
    }
    return noise;
  }

  /** A row of {@code to}: the sum of rows of {@code from}, {@code stride} apart, each weighted. */
  private static void addShifted(
      float[] from, int at, int stride, float[] to, int toAt, float[] kernel, int width) {
    for (int k = 0; k < kernel.length; k++) {
      float weight = kernel[k];
      int start = at + k * stride;
      for (int x = 0; x < width; x++) {
        to[toAt + x] += weight * from[start + x];
      }
    }
  }

  /** A Gaussian whose squares add up to 1, so that white noise keeps its deviation. */
  private static float[] kernel(double deviation) {
    int reach = (int) Math.ceil(2.5 * deviation);
    double[] exact = new double[2 * reach + 1];
    double squares = 0;
    for (int i = 0; i < exact.length; i++) {
      double distance = (i - reach) / deviation;
      exact[i] = Math.exp(-distance * distance / 2);
      squares += exact[i] * exact[i];
    }
    float[] kernel = new float[exact.length];
    for (int i = 0; i < kernel.length; i++) {
      kernel[i] = (float) (exact[i] / Math.sqrt(squares));
    }
    return kernel;
  }
}
