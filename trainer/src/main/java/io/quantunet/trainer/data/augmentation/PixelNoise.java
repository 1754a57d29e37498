package io.quantunet.trainer.data.augmentation;

import java.util.random.RandomGenerator;

/**
 * Each pixel times {@code 1 + d g}, with {@code g} Gaussian and {@code d} up to the strength: grain
 * as fine as the grid, left over when a large frame is reduced.
 */
final class PixelNoise implements ToneIngredient {

  @Override
  public void apply(Picture picture, double strength, RandomGenerator random) {
    double deviation = random.nextDouble() * strength;
    byte[] codes = picture.codes();
    for (int i = 0; i < codes.length; i++) {
      codes[i] = Picture.code((codes[i] & 0xFF) * (1 + deviation * random.nextGaussian()));
    }
  }
}
