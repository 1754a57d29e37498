package io.quantunet.trainer.data.augmentation;

/**
 * Gain and gamma as one table over the 256 codes, {@code 255 (p / 255)^gamma (1 + gain)}: the two
 * knobs that every operator turns, and every vendor's grey map.
 */
final class ToneCurve {

  private final byte[] curve = new byte[256];

  private ToneCurve(double gain, double gamma) {
    for (int i = 0; i < curve.length; i++) {
      double tone = 255 * Math.pow(i / 255.0, gamma) * gain;
      curve[i] = (byte) Math.min(255, Math.rint(tone));
    }
  }

  static ToneCurve draw(AugmentationSettings settings, Chances chances) {
    double gain = 1 + settings.dose(Ingredient.GAIN).symmetric(chances.of(Ingredient.GAIN));
    double gamma = 1 + settings.dose(Ingredient.GAMMA).symmetric(chances.of(Ingredient.GAMMA));
    return new ToneCurve(gain, gamma);
  }

  void apply(Picture picture) {
    byte[] codes = picture.codes();
    for (int i = 0; i < codes.length; i++) {
      codes[i] = curve[codes[i] & 0xFF];
    }
  }
}
