package io.quantunet.simulator.phantom;

/**
 * Size and habits of the simulated scanner.
 *
 * @param width pixels across, 64..1024
 * @param height pixels down, 64..1024
 * @param spacingMm millimetres between pixel centres, the same in both directions, 0.1..1
 * @param framesPerVolume frames before the probe is set down over other tissue, at least 1
 * @param normalShare share of volumes without a lesion, 0..1
 */
public record PhantomSettings(
    int width, int height, double spacingMm, int framesPerVolume, double normalShare) {

  private static final int MIN_SIDE = 64;
  private static final int MAX_SIDE = 1024;

  public PhantomSettings {
    requireSide("width", width);
    requireSide("height", height);
    if (!(spacingMm >= 0.1 && spacingMm <= 1)) {
      throw new IllegalArgumentException("spacingMm must be 0.1..1, was " + spacingMm);
    }
    if (framesPerVolume < 1) {
      throw new IllegalArgumentException(
          "framesPerVolume must be at least 1, was " + framesPerVolume);
    }
    if (!(normalShare >= 0 && normalShare <= 1)) {
      throw new IllegalArgumentException("normalShare must be 0..1, was " + normalShare);
    }
  }

  /** 256 x 208 pixels of 0.2 mm (a 51 mm linear probe, 42 mm deep), one volume in ten normal. */
  public static PhantomSettings defaults() {
    return new PhantomSettings(256, 208, 0.2, 50, 0.1);
  }

  public PhantomSettings withSize(int newWidth, int newHeight) {
    return new PhantomSettings(newWidth, newHeight, spacingMm, framesPerVolume, normalShare);
  }

  public PhantomSettings withFramesPerVolume(int frames) {
    return new PhantomSettings(width, height, spacingMm, frames, normalShare);
  }

  public PhantomSettings withNormalShare(double share) {
    return new PhantomSettings(width, height, spacingMm, framesPerVolume, share);
  }

  /** Millimetres as pixels. */
  float pixels(double millimetres) {
    return (float) (millimetres / spacingMm);
  }

  private static void requireSide(String name, int side) {
    if (side < MIN_SIDE || side > MAX_SIDE) {
      throw new IllegalArgumentException(
          name + " must be " + MIN_SIDE + ".." + MAX_SIDE + ", was " + side);
    }
  }
}
