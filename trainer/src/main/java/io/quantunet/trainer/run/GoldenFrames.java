package io.quantunet.trainer.run;

import io.quantunet.proto.GreyImage;
import java.util.List;
import java.util.Random;

/**
 * The frames of a bundle's golden vectors: made by rule, never taken from the data, because a
 * bundle travels further than the images of a patient may.
 */
public final class GoldenFrames {

  private static final long SEED = 20261121;
  private static final int GREY_LEVELS = 256;
  private static final double SPECKLE_GREY = 90;
  private static final double LESION_GREY = 12;

  private GoldenFrames() {}

  /**
   * Three frames of a size: every grey level beside every other, a ramp, speckle with a dark
   * lesion.
   */
  public static List<GreyImage> of(int width, int height) {
    return List.of(noise(width, height), ramp(width, height), lesion(width, height));
  }

  private static GreyImage noise(int width, int height) {
    byte[] pixels = new byte[width * height];
    new Random(SEED).nextBytes(pixels);
    return new GreyImage(width, height, pixels);
  }

  private static GreyImage ramp(int width, int height) {
    byte[] pixels = new byte[width * height];
    for (int y = 0; y < height; y++) {
      for (int x = 0; x < width; x++) {
        pixels[y * width + x] = (byte) ((x * GREY_LEVELS / width + y * GREY_LEVELS / height) / 2);
      }
    }
    return new GreyImage(width, height, pixels);
  }

  /** Rayleigh speckle that fades with depth around a dark ellipse in the middle. */
  private static GreyImage lesion(int width, int height) {
    Random random = new Random(SEED);
    byte[] pixels = new byte[width * height];
    for (int y = 0; y < height; y++) {
      for (int x = 0; x < width; x++) {
        double across = (x - 0.5 * width) / (0.22 * width);
        double down = (y - 0.45 * height) / (0.16 * height);
        boolean inside = across * across + down * down < 1;
        double fading = 1 - 0.5 * y / height;
        double rayleigh = Math.hypot(random.nextGaussian(), random.nextGaussian());
        double grey = (inside ? LESION_GREY : SPECKLE_GREY * fading) * rayleigh;
        pixels[y * width + x] = (byte) Math.min(GREY_LEVELS - 1, Math.rint(grey));
      }
    }
    return new GreyImage(width, height, pixels);
  }
}
