package io.quantunet.trainer.data.augmentation;

import java.util.random.RandomGenerator;

/**
 * A smooth displacement: soft tissue under a probe's pressure. Random shifts on a coarse grid of 4
 * to 7 cells a side, joined by uniform cubic B-splines (free-form deformation, Rueckert et al.
 * 1999). Shifts end at two standard deviations; while that is less than 0.48 of a cell, tissue
 * never folds over itself (Choi and Lee 2000), which is where the greatest strength comes from.
 */
final class Bend {

  private static final int FEWEST_CELLS = 4;
  private static final int MOST_CELLS = 7;
  private static final double LONGEST = 2;

  private Bend() {}

  /**
   * Adds a displacement to the source of each pixel.
   *
   * @param strength standard deviation of the control points, as a share of the side
   */
  static void addTo(
      double[] fromX,
      double[] fromY,
      int width,
      int height,
      double strength,
      RandomGenerator random) {
    int cells = random.nextInt(FEWEST_CELLS, MOST_CELLS + 1);
    add(fromX, width, height, controlPoints(cells, strength * width, random), cells);
    add(fromY, width, height, controlPoints(cells, strength * height, random), cells);
  }

  private static double[] controlPoints(int cells, double deviation, RandomGenerator random) {
    double[] points = new double[(cells + 3) * (cells + 3)];
    for (int i = 0; i < points.length; i++) {
      points[i] = deviation * Math.max(-LONGEST, Math.min(LONGEST, random.nextGaussian()));
    }
    return points;
  }

  private static void add(double[] to, int width, int height, double[] points, int cells) {
    double[] acrossWeights = weights(width, cells);
    double[] downWeights = weights(height, cells);
    int side = cells + 3;
    double[] row = new double[side];
    for (int y = 0; y < height; y++) {
      int first = cell(y, height, cells) * side;
      for (int i = 0; i < side; i++) {
        row[i] = 0;
        for (int k = 0; k < 4; k++) {
          row[i] += downWeights[4 * y + k] * points[first + k * side + i];
        }
      }
      for (int x = 0; x < width; x++) {
        int left = cell(x, width, cells);
        double sum = 0;
        for (int k = 0; k < 4; k++) {
          sum += acrossWeights[4 * x + k] * row[left + k];
        }
        to[y * width + x] += sum;
      }
    }
  }

  private static int cell(int pixel, int size, int cells) {
    return pixel * cells / size;
  }

  /** The four weights of each pixel along an axis; they add up to 1. */
  private static double[] weights(int size, int cells) {
    double[] weights = new double[4 * size];
    for (int i = 0; i < size; i++) {
      double t = (double) i * cells / size - cell(i, size, cells);
      double u = 1 - t;
      weights[4 * i] = u * u * u / 6;
      weights[4 * i + 1] = (3 * t * t * t - 6 * t * t + 4) / 6;
      weights[4 * i + 2] = (3 * u * u * u - 6 * u * u + 4) / 6;
      weights[4 * i + 3] = t * t * t / 6;
    }
    return weights;
  }
}
