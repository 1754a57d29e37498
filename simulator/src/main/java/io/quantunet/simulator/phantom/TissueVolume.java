package io.quantunet.simulator.phantom;

import java.util.Optional;

/**
 * A piece of breast, larger than the field of view: what every point scatters, reflects and
 * absorbs.
 *
 * <p>Six numbers a pixel, interleaved so that one look-up finds all of them in one cache line.
 */
final class TissueVolume {

  /** Pixels on the left and right beyond the field of view, for the probe to move over. */
  static final int MARGIN = 48;

  /** Rows below the field of view, reached when the probe presses. */
  static final int EXTRA_ROWS = 24;

  /** Amplitude of the random scatterers, 1 = fat. */
  static final int SCATTER = 0;

  /** Amplitude of the coherent reflection (skin, septa, fascia). */
  static final int REFLECT = 1;

  /** Loss of amplitude along one pixel of depth, dB. */
  static final int LOSS = 2;

  /** {@link Lesion#share}, at most {@link #FAR}. */
  static final int SHARE = 3;

  /** Amplitude of the scatterers where the lesion is. */
  static final int INSIDE = 4;

  /** Amplitude of the lesion's border, added to the coherent reflection. */
  static final int RIM = 5;

  /** Numbers a pixel. */
  static final int STRIDE = 6;

  /** A share that no border comes near. */
  static final float FAR = 3;

  private final long seed;
  private final int width;
  private final int height;
  private final Finding finding;
  private final Lesion lesion;
  private final float[] maps;
  private float lossInside;

  /**
   * @param lesion null where {@code finding} is {@link Finding#NORMAL}; kept behind {@link
   *     #lesion()}
   */
  private TissueVolume(long seed, int width, int height, Finding finding, Lesion lesion) {
    this.seed = seed;
    this.width = width;
    this.height = height;
    this.finding = finding;
    this.lesion = lesion;
    this.maps = new float[STRIDE * width * height];
  }

  /** Empty maps to be painted, with the lesion's share already drawn. */
  static TissueVolume blank(
      PhantomSettings settings, long seed, Finding finding, Optional<Lesion> lesion) {
    TissueVolume volume =
        new TissueVolume(
            seed,
            settings.width() + 2 * MARGIN,
            settings.height() + EXTRA_ROWS,
            finding,
            lesion.orElse(null));
    volume.drawShare();
    return volume;
  }

  /**
   * Tissue that scatters alike everywhere, without structure: what speckle statistics are defined
   * on.
   */
  static TissueVolume homogeneous(PhantomSettings settings, long seed) {
    TissueVolume volume = blank(settings, seed, Finding.NORMAL, Optional.empty());
    for (int i = 0; i < volume.maps.length; i += STRIDE) {
      volume.maps[i + SCATTER] = 1;
    }
    return volume;
  }

  private void drawShare() {
    for (int y = 0; y < height; y++) {
      for (int x = 0; x < width; x++) {
        float share = lesion == null ? FAR : Math.min(FAR, lesion.share(x, y));
        maps[STRIDE * (y * width + x) + SHARE] = share;
      }
    }
  }

  long seed() {
    return seed;
  }

  int width() {
    return width;
  }

  int height() {
    return height;
  }

  Finding finding() {
    return finding;
  }

  Optional<Lesion> lesion() {
    return Optional.ofNullable(lesion);
  }

  /**
   * Loss of amplitude along one pixel of depth inside the lesion, dB; negative: less than around
   * it.
   */
  float lossInside() {
    return lossInside;
  }

  void lossInside(float decibels) {
    lossInside = decibels;
  }

  /** The maps themselves: pixel (x, y) begins at {@code STRIDE * (y * width + x)}. */
  float[] maps() {
    return maps;
  }
}
