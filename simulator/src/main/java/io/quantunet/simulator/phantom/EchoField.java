package io.quantunet.simulator.phantom;

import java.util.Arrays;

/**
 * The echoes before and after the scanner's blur: in-phase and quadrature parts, {@code [height,
 * width]} with some columns more on both sides so that the blur has tissue at the frame's edges.
 */
final class EchoField {

  private final PointSpread spread;
  private final int width;
  private final int height;
  private final int padding;
  private final int stride;
  private final float[] real;
  private final float[] imaginary;
  private final float[] realBlurred;
  private final float[] imaginaryBlurred;
  private final float[] row;

  EchoField(PhantomSettings settings, PointSpread spread) {
    this.spread = spread;
    this.width = settings.width();
    this.height = settings.height();
    this.padding = spread.lateralReach();
    this.stride = width + 2 * padding;
    this.real = new float[stride * height];
    this.imaginary = new float[stride * height];
    this.realBlurred = new float[stride * height];
    this.imaginaryBlurred = new float[stride * height];
    this.row = new float[width];
  }

  /** Columns beyond the frame on each side. */
  int padding() {
    return padding;
  }

  /** Sets the echo of a point; {@code x} is -padding..width+padding-1. */
  void set(int x, int y, float realPart, float imaginaryPart) {
    int at = y * stride + padding + x;
    real[at] = realPart;
    imaginary[at] = imaginaryPart;
  }

  /**
   * Blurs the echoes and takes their power.
   *
   * @param power squared envelope, {@code [height, width]}, is overwritten
   */
  void detect(float[] power) {
    blurAcross(real, realBlurred);
    blurAcross(imaginary, imaginaryBlurred);
    for (int y = 0; y < height; y++) {
      Arrays.fill(power, y * width, (y + 1) * width, 0);
      addPowerOfRow(realBlurred, y, power);
      addPowerOfRow(imaginaryBlurred, y, power);
    }
  }

  private void blurAcross(float[] source, float[] target) {
    for (int y = 0; y < height; y++) {
      float[] kernel = spread.lateral(y);
      int to = y * stride + padding;
      int from = to - kernel.length / 2;
      Arrays.fill(target, to, to + width, 0);
      for (int k = 0; k < kernel.length; k++) {
        addScaled(source, from + k, kernel[k], target, to);
      }
    }
  }

  private void addPowerOfRow(float[] part, int y, float[] power) {
    float[] kernel = spread.axial();
    Arrays.fill(row, 0);
    for (int k = 0; k < kernel.length; k++) {
      int from = Math.max(0, Math.min(height - 1, y + k - kernel.length / 2));
      addScaled(part, from * stride + padding, kernel[k], row, 0);
    }
    for (int x = 0; x < width; x++) {
      power[y * width + x] += row[x] * row[x];
    }
  }

  /**
   * One tap of a convolution over a row: a loop that the compiler turns into vector instructions.
   */
  private void addScaled(float[] source, int from, float weight, float[] target, int to) {
    for (int x = 0; x < width; x++) {
      target[to + x] += weight * source[from + x];
    }
  }
}
