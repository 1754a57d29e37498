package io.quantunet.trainer.data.augmentation;

import java.util.random.RandomGenerator;

/**
 * A dark band below a point, as behind calcium, ribs, gas or poor contact: 15 to 40 % of the width
 * across, darkest in its middle and without any edge (beams are wide), a little slanted and wider
 * with depth as beams are, reached over the first 5 to 40 % of the height. It takes 30 % to all of
 * the strength. A net that has seen shadows anywhere does not take them for lesions, nor miss the
 * lesions in them.
 */
final class AcousticShadow implements ToneIngredient {

  private static final double NARROWEST = 0.15;
  private static final double WIDEST = 0.40;
  private static final double DEEPEST_START = 0.7;
  private static final double WEAKEST = 0.3;
  private static final double STEEPEST_SLANT = 0.2;
  private static final double MOST_WIDENING = 0.5;
  private static final double SHORTEST_ONSET = 0.05;
  private static final double LONGEST_ONSET = 0.40;

  @Override
  public void apply(Picture picture, double strength, RandomGenerator random) {
    int width = picture.width();
    int height = picture.height();
    double depth = strength * random.nextDouble(WEAKEST, 1);
    double across = random.nextDouble(NARROWEST, WIDEST) * width / 2;
    double centre = random.nextDouble() * width;
    // Beams part from each other: left of the middle they lean to the left.
    double slant = STEEPEST_SLANT * (2 * centre / width - 1) * random.nextDouble();
    double widening = MOST_WIDENING * random.nextDouble();
    double onset = random.nextDouble(SHORTEST_ONSET, LONGEST_ONSET) * height;
    int top = (int) (random.nextDouble() * DEEPEST_START * height);
    for (int y = top; y < height; y++) {
      double below = y - top;
      double taken = depth * Math.min(1, (below + 1) / onset);
      double middle = centre + slant * below;
      double half = across * (1 + widening * below / height);
      darken(picture, y, middle, half, taken);
    }
  }

  /** One row: falls off from the middle as a squared cosine. */
  private static void darken(Picture picture, int y, double middle, double half, double taken) {
    int from = Math.max(0, (int) Math.ceil(middle - half));
    int to = Math.min(picture.width() - 1, (int) Math.floor(middle + half));
    for (int x = from; x <= to; x++) {
      double share = taken * (1 + Math.cos(Math.PI * (x - middle) / half)) / 2;
      picture.set(x, y, picture.at(x, y) * (1 - share));
    }
  }
}
