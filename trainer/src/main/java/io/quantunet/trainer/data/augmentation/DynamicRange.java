package io.quantunet.trainer.data.augmentation;

import java.util.random.RandomGenerator;

/**
 * Another range of displayed decibels. A scanner shows an echo of {@code d} dB below the brightest
 * as {@code 255 (1 - d / range)}; with {@code r} = old range / new range a code p becomes {@code
 * 255 - (255 - p) r}, clipped at black. A wider range ({@code r < 1}) lifts weak echoes, but no
 * echo at all (p = 0, around the sector) stays black: below 64 the lift fades out evenly, since a
 * sharp border would turn the noise of dark regions into blots.
 */
final class DynamicRange implements ToneIngredient {

  private static final double FULL_LIFT_FROM = 64;

  @Override
  public void apply(Picture picture, double strength, RandomGenerator random) {
    byte[] curve = curve(Math.exp(strength * (2 * random.nextDouble() - 1)));
    byte[] codes = picture.codes();
    for (int i = 0; i < codes.length; i++) {
      codes[i] = curve[codes[i] & 0xFF];
    }
  }

  /** The table for an old range that is {@code ratio} times the new one. */
  static byte[] curve(double ratio) {
    byte[] curve = new byte[256];
    for (int p = 0; p < curve.length; p++) {
      double share = ratio < 1 ? Math.min(1, p / FULL_LIFT_FROM) : 1;
      curve[p] = Picture.code(p + (255 - p) * (1 - ratio) * share);
    }
    return curve;
  }
}
