package io.quantunet.trainer.data;

import java.util.Random;

/**
 * One random view of a sample: flipped, turned, scaled, shifted, brighter or darker, with another
 * gamma and some multiplicative noise (which is what speckle is). The result is codes again, since
 * codes are what the net will get.
 */
public final class Augmentation {

  private static final double FLIP_SHARE = 0.5;
  private static final double MAX_TURN_DEGREES = 15;
  private static final double SCALE_RANGE = 0.15;
  private static final double SHIFT_RANGE = 0.10;
  private static final double BRIGHTNESS_RANGE = 0.2;
  private static final double GAMMA_RANGE = 0.2;
  private static final double MAX_NOISE = 0.10;

  private final int width;
  private final int height;

  /** For samples on this grid. */
  public Augmentation(int width, int height) {
    this.width = width;
    this.height = height;
  }

  /**
   * Draws one view.
   *
   * @param codes where its grey levels go, from {@code offset} on
   * @param mask where its mask goes, from {@code offset} on
   */
  public void draw(Sample sample, Random random, byte[] codes, byte[] mask, int offset) {
    Placement placement = Placement.draw(random, width, height);
    byte[] tones = toneCurve(random);
    double noise = random.nextDouble() * MAX_NOISE;
    for (int y = 0; y < height; y++) {
      for (int x = 0; x < width; x++) {
        double fromX = placement.x(x, y);
        double fromY = placement.y(x, y);
        int at = offset + y * width + x;
        int tone = tones[bilinear(sample.codes(), fromX, fromY)] & 0xFF;
        double speckled = tone * (1 + noise * random.nextGaussian());
        codes[at] = (byte) Math.max(0, Math.min(255, Math.rint(speckled)));
        mask[at] = nearest(sample.mask().pixels(), fromX, fromY);
      }
    }
  }

  /** Brightness and gamma as one table over the 256 codes. */
  private static byte[] toneCurve(Random random) {
    double brightness = 1 + BRIGHTNESS_RANGE * (2 * random.nextDouble() - 1);
    double gamma = 1 + GAMMA_RANGE * (2 * random.nextDouble() - 1);
    byte[] curve = new byte[256];
    for (int i = 0; i < curve.length; i++) {
      double tone = 255 * Math.pow(i / 255.0, gamma) * brightness;
      curve[i] = (byte) Math.min(255, Math.rint(tone));
    }
    return curve;
  }

  private int bilinear(byte[] codes, double x, double y) {
    int left = (int) Math.floor(x);
    int top = (int) Math.floor(y);
    double right = x - left;
    double bottom = y - top;
    double upper = at(codes, left, top) * (1 - right) + at(codes, left + 1, top) * right;
    double lower = at(codes, left, top + 1) * (1 - right) + at(codes, left + 1, top + 1) * right;
    return (int) Math.rint(upper * (1 - bottom) + lower * bottom);
  }

  private byte nearest(byte[] mask, double x, double y) {
    return (byte) at(mask, (int) Math.rint(x), (int) Math.rint(y));
  }

  private int at(byte[] pixels, int x, int y) {
    return x < 0 || y < 0 || x >= width || y >= height ? 0 : pixels[y * width + x] & 0xFF;
  }

  /** Where each pixel of the view comes from: an affine map about the centre. */
  private record Placement(
      double xx, double xy, double yx, double yy, double x0, double y0, double cx, double cy) {

    static Placement draw(Random random, int width, int height) {
      boolean flip = random.nextDouble() < FLIP_SHARE;
      double angle = Math.toRadians(MAX_TURN_DEGREES * symmetric(random));
      double scale = 1 + SCALE_RANGE * symmetric(random);
      double shiftX = SHIFT_RANGE * symmetric(random) * width;
      double shiftY = SHIFT_RANGE * symmetric(random) * height;
      double cos = Math.cos(angle) / scale;
      double sin = Math.sin(angle) / scale;
      double mirror = flip ? -1 : 1;
      return new Placement(
          mirror * cos,
          mirror * sin,
          -sin,
          cos,
          shiftX,
          shiftY,
          (width - 1) / 2.0,
          (height - 1) / 2.0);
    }

    double x(int x, int y) {
      return cx + xx * (x - cx - x0) + xy * (y - cy - y0);
    }

    double y(int x, int y) {
      return cy + yx * (x - cx - x0) + yy * (y - cy - y0);
    }

    private static double symmetric(Random random) {
      return 2 * random.nextDouble() - 1;
    }
  }
}
