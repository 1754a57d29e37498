package io.quantunet.trainer.data.augmentation;

import java.util.random.RandomGenerator;

/**
 * Where each pixel of a view comes from: an affine map about the centre, of a flip, a turn, a
 * scale, an aspect and a shift.
 */
record Placement(
    double xx, double xy, double yx, double yy, double x0, double y0, double cx, double cy) {

  static Placement draw(AugmentationSettings settings, Chances chances, int width, int height) {
    boolean flip = settings.dose(Ingredient.FLIP).happens(chances.of(Ingredient.FLIP));
    double angle = Math.toRadians(symmetric(settings, chances, Ingredient.ROTATION));
    double scale = 1 + symmetric(settings, chances, Ingredient.SCALE);
    RandomGenerator shifts = chances.of(Ingredient.SHIFT);
    Dose shift = settings.dose(Ingredient.SHIFT);
    boolean shifted = shift.happens(shifts);
    double shiftX = shifted ? even(shifts) * shift.strength() * width : 0;
    double shiftY = shifted ? even(shifts) * shift.strength() * height : 0;
    // Half of it each way, so that the area stays.
    double stretch = Math.exp(symmetric(settings, chances, Ingredient.ASPECT) / 2);
    double cos = Math.cos(angle) / scale;
    double sin = Math.sin(angle) / scale;
    double mirror = flip ? -1 : 1;
    return new Placement(
        mirror * cos / stretch,
        mirror * sin * stretch,
        -sin / stretch,
        cos * stretch,
        shiftX,
        shiftY,
        (width - 1) / 2.0,
        (height - 1) / 2.0);
  }

  /** Writes the source of each pixel, {@code [height, width]}. */
  void fill(int width, int height, double[] fromX, double[] fromY) {
    for (int y = 0; y < height; y++) {
      for (int x = 0; x < width; x++) {
        fromX[y * width + x] = cx + xx * (x - cx - x0) + xy * (y - cy - y0);
        fromY[y * width + x] = cy + yx * (x - cx - x0) + yy * (y - cy - y0);
      }
    }
  }

  private static double symmetric(
      AugmentationSettings settings, Chances chances, Ingredient ingredient) {
    return settings.dose(ingredient).symmetric(chances.of(ingredient));
  }

  private static double even(RandomGenerator random) {
    return 2 * random.nextDouble() - 1;
  }
}
