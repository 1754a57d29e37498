package io.quantunet.simulator.phantom;

/**
 * The scanner's blur, a separable Gaussian: constant along the beam, across it narrowest at the
 * focus.
 *
 * <p>Lateral width follows that of a focused beam, {@code s(z) = s0 sqrt(1 + ((z - f) / r)^2)} (the
 * Gaussian beam's waist with Rayleigh range r). Kernels have unit energy, so that speckle keeps its
 * power at every depth.
 */
final class PointSpread {

  private static final double AXIAL_SIGMA_MM = 0.11;
  private static final double FOCUS_SIGMA_MM = 0.19;
  private static final double FOCUS_SHARE = 0.45;
  private static final double RAYLEIGH_RANGE_MM = 16;

  /**
   * So that the widest kernel stays within the tissue beside the frame, see {@link
   * TissueVolume#MARGIN}.
   */
  private static final double MAX_SIGMA_PIXELS = 4;

  private static final double KERNEL_SIGMAS = 2.6;

  private final float[] axial;
  private final float[][] lateralOfRow;
  private final float[] lateralSumOfRow;
  private int lateralReach;

  PointSpread(PhantomSettings settings) {
    axial = kernel(AXIAL_SIGMA_MM / settings.spacingMm());
    lateralOfRow = new float[settings.height()][];
    lateralSumOfRow = new float[settings.height()];
    double focus = FOCUS_SHARE * settings.height() * settings.spacingMm();
    for (int y = 0; y < lateralOfRow.length; y++) {
      double away = (y * settings.spacingMm() - focus) / RAYLEIGH_RANGE_MM;
      double sigma = FOCUS_SIGMA_MM * Math.sqrt(1 + away * away) / settings.spacingMm();
      lateralOfRow[y] = kernel(Math.min(MAX_SIGMA_PIXELS, sigma));
      lateralReach = Math.max(lateralReach, lateralOfRow[y].length / 2);
      for (float weight : lateralOfRow[y]) {
        lateralSumOfRow[y] += weight;
      }
    }
  }

  /** Weights along the beam, odd in number, centre in the middle. */
  float[] axial() {
    return axial;
  }

  /** Weights across the beam at a row. */
  float[] lateral(int row) {
    return lateralOfRow[row];
  }

  /** Columns on each side that the widest kernel takes in. */
  int lateralReach() {
    return lateralReach;
  }

  /** What a wide reflector at a row gains, by which coherent echoes are to be divided. */
  float lateralSum(int row) {
    return lateralSumOfRow[row];
  }

  float axialSum() {
    float sum = 0;
    for (float weight : axial) {
      sum += weight;
    }
    return sum;
  }

  /** Correlation of the blur with itself one pixel across, at a row; 0..1. */
  float lateralNeighbours(int row) {
    return neighbours(lateralOfRow[row]);
  }

  /** {@link #interpolationGain} along the beam for the fractions 0, 1/steps, ..., 1. */
  float[] axialInterpolationGains(int steps) {
    float[] gains = new float[steps + 1];
    for (int i = 0; i <= steps; i++) {
      gains[i] = interpolationGain((float) i / steps, neighbours(axial));
    }
    return gains;
  }

  /**
   * By what white noise, read between two pixels by linear interpolation and then blurred, is to be
   * multiplied so that its power is that of noise read on a pixel. The two steps together are one
   * kernel of energy {@code f^2 + (1-f)^2 + 2 f (1-f) r}.
   *
   * @param fraction f, 0..1 of the way to the next pixel
   * @param neighbours r, the blur's correlation with itself one pixel on
   */
  static float interpolationGain(float fraction, float neighbours) {
    float rest = 1 - fraction;
    float energy = fraction * fraction + rest * rest + 2 * fraction * rest * neighbours;
    return (float) (1 / Math.sqrt(energy));
  }

  private static float neighbours(float[] kernel) {
    float sum = 0;
    for (int k = 1; k < kernel.length; k++) {
      sum += kernel[k] * kernel[k - 1];
    }
    return sum;
  }

  private static float[] kernel(double sigma) {
    int radius = Math.max(1, (int) Math.ceil(KERNEL_SIGMAS * sigma));
    float[] weights = new float[2 * radius + 1];
    double energy = 0;
    for (int k = -radius; k <= radius; k++) {
      double weight = Math.exp(-k * k / (2 * sigma * sigma));
      weights[k + radius] = (float) weight;
      energy += weight * weight;
    }
    for (int k = 0; k < weights.length; k++) {
      weights[k] /= (float) Math.sqrt(energy);
    }
    return weights;
  }
}
