package io.quantunet.trainer.data.augmentation;

import java.util.random.RandomGenerator;

/**
 * Time-gain compensation set otherwise: six sliders from shallow to deep, each up to the strength
 * off, joined by straight lines. Wrong settings are common and change whole layers of the image.
 */
final class TimeGain implements ToneIngredient {

  private static final int SLIDERS = 6;

  @Override
  public void apply(Picture picture, double strength, RandomGenerator random) {
    double[] sliders = new double[SLIDERS];
    for (int i = 0; i < SLIDERS; i++) {
      sliders[i] = 1 + strength * (2 * random.nextDouble() - 1);
    }
    int width = picture.width();
    byte[] codes = picture.codes();
    for (int y = 0; y < picture.height(); y++) {
      double gain = at(sliders, y, picture.height());
      for (int i = y * width; i < (y + 1) * width; i++) {
        codes[i] = Picture.code((codes[i] & 0xFF) * gain);
      }
    }
  }

  private static double at(double[] sliders, int y, int height) {
    double depth = (y + 0.5) / height * (SLIDERS - 1);
    int above = (int) depth;
    double below = depth - above;
    return sliders[above] * (1 - below) + sliders[above + 1] * below;
  }
}
