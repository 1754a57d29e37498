package io.quantunet.trainer.data.augmentation;

import java.util.random.RandomGenerator;

/**
 * One or two measured distances: a cross at each end ({@code +} or {@code x}), often a dotted line
 * between them. Sonographers measure lesions and hardly ever normal tissue, so a net learns that
 * crosses mean a lesion; crosses at any place break that.
 */
final class Callipers implements ToneIngredient {

  private static final double DARKEST = 0.55;
  private static final double LEAST_COVER = 0.6;
  private static final double SHORTEST = 0.12;
  private static final double LONGEST = 0.55;
  private static final double DOTTED_SHARE = 0.7;

  @Override
  public void apply(Picture picture, double strength, RandomGenerator random) {
    double level = 255 * strength * random.nextDouble(DARKEST, 1);
    Pen pen = new Pen(picture, level, random.nextDouble(LEAST_COVER, 1));
    boolean diagonal = random.nextBoolean();
    boolean dotted = random.nextDouble() < DOTTED_SHARE;
    int pairs = random.nextInt(1, 3);
    double x = random.nextDouble(0.2, 0.8) * picture.width();
    double y = random.nextDouble(0.2, 0.8) * picture.height();
    double angle = random.nextDouble() * Math.PI;
    for (int i = 0; i < pairs; i++) {
      double half = random.nextDouble(SHORTEST, LONGEST) * picture.width() / 2;
      double dx = Math.cos(angle) * half;
      double dy = Math.sin(angle) * half;
      int arm = (int) Math.rint(random.nextDouble(1, 2.5) * picture.pixelsPerUsual());
      cross(pen, x - dx, y - dy, Math.max(1, arm), diagonal);
      cross(pen, x + dx, y + dy, Math.max(1, arm), diagonal);
      if (dotted) {
        dots(pen, x - dx, y - dy, 2 * dx, 2 * dy);
      }
      angle += Math.PI / 2; // the second distance is measured square to the first
    }
  }

  private static void cross(Pen pen, double x, double y, int arm, boolean diagonal) {
    int centreX = (int) Math.rint(x);
    int centreY = (int) Math.rint(y);
    pen.dot(centreX, centreY);
    for (int i = 1; i <= arm; i++) {
      if (diagonal) {
        pen.dot(centreX - i, centreY - i);
        pen.dot(centreX + i, centreY - i);
        pen.dot(centreX - i, centreY + i);
        pen.dot(centreX + i, centreY + i);
      } else {
        pen.dot(centreX - i, centreY);
        pen.dot(centreX + i, centreY);
        pen.dot(centreX, centreY - i);
        pen.dot(centreX, centreY + i);
      }
    }
  }

  private static void dots(Pen pen, double x, double y, double dx, double dy) {
    double period = 3 * pen.picture().pixelsPerUsual();
    int count = (int) (Math.hypot(dx, dy) / Math.max(2, period));
    for (int i = 1; i < count; i++) {
      pen.dot((int) Math.rint(x + dx * i / count), (int) Math.rint(y + dy * i / count));
    }
  }
}
