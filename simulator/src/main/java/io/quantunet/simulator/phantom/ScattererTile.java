package io.quantunet.simulator.phantom;

import java.util.SplittableRandom;

/**
 * Random scatterers, as what a scanner makes of them after demodulation: one complex circular
 * Gaussian number per pixel of tissue, of unit power.
 *
 * <p>A resolution cell holds many scatterers at random depths within a wavelength (0.15 mm at 10
 * MHz, less than a pixel), so the sum of their echoes has a uniform phase and Gaussian parts;
 * convolved with the point-spread function its envelope is Rayleigh distributed (Goodman 1975). The
 * axial carrier is common to a whole column after demodulation and leaves the envelope alone, so it
 * is not carried along.
 *
 * <p>One tile serves every volume: a plane of tissue is a place in the tile, which repeats in both
 * directions.
 */
final class ScattererTile {

  static final int PERIOD_BITS = 9;

  /** Pixels after which it repeats; a power of two so that wrapping is a mask. */
  static final int PERIOD = 1 << PERIOD_BITS;

  static final int WRAP = PERIOD - 1;

  /** Pixels stored along one side: the first row and column again at the end, for interpolation. */
  static final int SIDE = PERIOD + 1;

  private static final ScattererTile SHARED = new ScattererTile(20260829);

  private final float[] fields = new float[2 * SIDE * SIDE];

  private ScattererTile(long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    float partPower = (float) Math.sqrt(0.5);
    for (int y = 0; y < PERIOD; y++) {
      for (int i = 0; i < 2 * PERIOD; i++) {
        fields[2 * SIDE * y + i] = (float) random.nextGaussian() * partPower;
      }
      System.arraycopy(fields, 2 * SIDE * y, fields, 2 * (SIDE * y + PERIOD), 2);
    }
    System.arraycopy(fields, 0, fields, 2 * SIDE * PERIOD, 2 * SIDE);
  }

  static ScattererTile shared() {
    return SHARED;
  }

  /**
   * Real and imaginary parts alternating, row by row, {@code 2 * SIDE * SIDE} numbers; not to be
   * written.
   */
  float[] fields() {
    return fields;
  }
}
