package io.quantunet.trainer.data.augmentation;

import java.util.Arrays;
import java.util.Random;

/** Small images for tests, and one ingredient at a time. */
final class Images {

  static final int SIDE = 64;

  private Images() {}

  static byte[] flat(int level) {
    byte[] codes = new byte[SIDE * SIDE];
    Arrays.fill(codes, (byte) level);
    return codes;
  }

  static byte[] noise(long seed) {
    byte[] codes = new byte[SIDE * SIDE];
    new Random(seed).nextBytes(codes);
    return codes;
  }

  static byte[] noMask() {
    return new byte[SIDE * SIDE];
  }

  static byte[] draw(byte[] codes, AugmentationSettings settings, long seed) {
    byte[] drawn = new byte[codes.length];
    new Augmentation(settings, SIDE, SIDE)
        .draw(codes, noMask(), DrawSeed.of(seed), new View(drawn, noMask(), 0));
    return drawn;
  }

  /** Only this ingredient, in every view. */
  static AugmentationSettings only(Ingredient ingredient, double strength) {
    return AugmentationSettings.NONE.with(ingredient, Dose.always(strength));
  }

  static double mean(byte[] codes) {
    double sum = 0;
    for (byte code : codes) {
      sum += code & 0xFF;
    }
    return sum / codes.length;
  }

  static double deviation(byte[] codes) {
    double mean = mean(codes);
    double squares = 0;
    for (byte code : codes) {
      squares += ((code & 0xFF) - mean) * ((code & 0xFF) - mean);
    }
    return Math.sqrt(squares / codes.length);
  }

  static byte[] row(byte[] codes, int y) {
    return Arrays.copyOfRange(codes, y * SIDE, (y + 1) * SIDE);
  }
}
