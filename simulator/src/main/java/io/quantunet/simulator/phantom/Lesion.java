package io.quantunet.simulator.phantom;

import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;

/**
 * The shape and acoustics of one lesion, in pixels of its tissue volume.
 *
 * <p>In its own polar coordinates the border is an ellipse whose radius is multiplied by a random
 * Fourier series {@code 1 + sum a[k] cos(k t + p[k])}.
 *
 * @param centreX column of the centre
 * @param centreY row of the centre
 * @param halfWidth half axis across, before rotation
 * @param halfHeight half axis down
 * @param tilt rotation, radians
 * @param border the terms {@code a[k] cos(k t + p[k])} for k = 2, 3, ...
 * @param contrastDb how much weaker than its surroundings it scatters, dB > 0
 * @param attenuationDb extra loss through its whole height, dB; negative: less than its
 *     surroundings
 * @param edgePixels width of the transition at its border
 * @param rimDb how much stronger than its surroundings its border reflects, dB
 * @param unevenDb spread of the echoes inside, dB
 */
record Lesion(
    float centreX,
    float centreY,
    float halfWidth,
    float halfHeight,
    float tilt,
    List<Harmonic> border,
    float contrastDb,
    float attenuationDb,
    float edgePixels,
    float rimDb,
    float unevenDb) {

  private static final int FIRST_HARMONIC = 2;
  private static final double MIN_RADIUS = 0.3; // of the ellipse: dents do not reach the centre

  /**
   * One term of the border's series.
   *
   * @param amplitude share of the radius
   * @param phase radians
   */
  record Harmonic(float amplitude, float phase) {}

  static Lesion benign(PhantomSettings settings, RandomGenerator random) {
    float halfWidth = settings.pixels(random.nextDouble(3.5, 10.5));
    return place(
        settings,
        random,
        halfWidth,
        halfWidth * random.nextFloat(0.5f, 0.85f),
        series(random, 3, 0.05f),
        random.nextFloat(14, 26),
        -random.nextFloat(4, 11),
        settings.pixels(0.3),
        random.nextFloat(4, 9),
        1.5f);
  }

  static Lesion malignant(PhantomSettings settings, RandomGenerator random) {
    float halfWidth = settings.pixels(random.nextDouble(3.5, 9));
    return place(
        settings,
        random,
        halfWidth,
        halfWidth * random.nextFloat(0.75f, 1.25f),
        series(random, 9, 0.16f),
        random.nextFloat(12, 19),
        random.nextFloat(8, 22),
        settings.pixels(random.nextDouble(0.6, 1.8)),
        random.nextFloat(0, 6),
        3.5f);
  }

  private static Lesion place(
      PhantomSettings settings,
      RandomGenerator random,
      float halfWidth,
      float halfHeight,
      List<Float> amplitudes,
      float contrastDb,
      float attenuationDb,
      float edgePixels,
      float rimDb,
      float unevenDb) {
    // Inside the field of view for every pose of the probe, below the skin and above the deepest
    // rows.
    float x = TissueVolume.MARGIN + settings.width() * random.nextFloat(0.3f, 0.7f);
    float reach = 1.1f * halfHeight;
    float highest = settings.pixels(3) + reach;
    float lowest = Math.max(highest + 1, settings.height() * 0.8f - reach);
    float y = random.nextFloat(highest, Math.min(lowest, highest + settings.height() * 0.35f));
    List<Harmonic> border = new ArrayList<>();
    for (float amplitude : amplitudes) {
      border.add(new Harmonic(amplitude, random.nextFloat() * 2 * (float) Math.PI));
    }
    float tilt = random.nextFloat(-0.3f, 0.3f);
    return new Lesion(
        x,
        y,
        halfWidth,
        halfHeight,
        tilt,
        List.copyOf(border),
        contrastDb,
        attenuationDb,
        edgePixels,
        rimDb,
        unevenDb);
  }

  private static List<Float> series(RandomGenerator random, int terms, float roughness) {
    List<Float> amplitudes = new ArrayList<>(terms);
    for (int k = 0; k < terms; k++) {
      amplitudes.add(roughness * random.nextFloat(0.4f, 1) / (float) Math.sqrt(1 + k));
    }
    return amplitudes;
  }

  /** Geometric mean of the half axes, pixels. */
  float radius() {
    return (float) Math.sqrt(halfWidth * halfHeight);
  }

  /**
   * Distance from the centre as a share of the border's distance in that direction: below 1 inside,
   * 1 on it.
   */
  float share(float x, float y) {
    float dx = x - centreX;
    float dy = y - centreY;
    float cos = (float) Math.cos(tilt);
    float sin = (float) Math.sin(tilt);
    float across = (cos * dx + sin * dy) / halfWidth;
    float down = (cos * dy - sin * dx) / halfHeight;
    double angle = Math.atan2(down, across);
    double radius = 1;
    for (int k = 0; k < border.size(); k++) {
      Harmonic term = border.get(k);
      radius += term.amplitude() * Math.cos((k + FIRST_HARMONIC) * angle + term.phase());
    }
    return (float) (Math.sqrt(across * across + down * down) / Math.max(MIN_RADIUS, radius));
  }

  /**
   * What the plane at an elevation cuts of it: the share of the border there, as of an ellipsoid as
   * thick as it is wide.
   *
   * @param elevation pixels from the centre, out of the image plane
   * @return 1 through the centre, 0 where it is missed
   */
  float section(float elevation) {
    float ratio = elevation / halfWidth;
    return ratio * ratio >= 1 ? 0 : (float) Math.sqrt(1 - ratio * ratio);
  }
}
