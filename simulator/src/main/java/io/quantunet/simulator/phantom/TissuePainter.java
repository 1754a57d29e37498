package io.quantunet.simulator.phantom;

import java.util.Optional;
import java.util.SplittableRandom;

/**
 * Paints the breast from the skin down: skin, subcutaneous fat with Cooper's ligaments, glandular
 * tissue with wavy septa, the pectoral muscle behind its fascia.
 *
 * <p>Echo strengths are in dB relative to fat; the figures were chosen by eye against BUSI images.
 */
final class TissuePainter {

  private static final float SKIN_DB = 13;
  private static final float MUSCLE_DB = -5;
  private static final float FASCIA_DB = 15;
  private static final float MUSCLE_FIBRE_DB = 13;
  private static final float REFLECTION_FLOOR = 0.02f;

  private final PhantomSettings settings;
  private final SplittableRandom random;
  private final SmoothNoise warp;
  private final SmoothNoise texture;
  private final SmoothNoise septa;
  private final SmoothNoise lobules;
  private final float[] skinFloor;
  private final float[] glandTop;
  private final float[] muscleTop;
  private final float glandDb;
  private final float septaDb;
  private final float septaStretch;
  private final float ligamentDb;
  private final float lobuleDb;
  private final float unevenLoss;
  private final float slope;
  private final TissueVolume volume;

  private TissuePainter(PhantomSettings settings, long seed) {
    this.settings = settings;
    this.random = new SplittableRandom(seed);
    Finding finding = drawFinding();
    Optional<Lesion> lesion =
        switch (finding) {
          case BENIGN -> Optional.of(Lesion.benign(settings, random));
          case MALIGNANT -> Optional.of(Lesion.malignant(settings, random));
          case NORMAL -> Optional.empty();
        };
    this.volume = TissueVolume.blank(settings, seed, finding, lesion);
    this.warp = new SmoothNoise(random.nextLong());
    this.texture = new SmoothNoise(random.nextLong());
    this.septa = new SmoothNoise(random.nextLong());
    this.lobules = new SmoothNoise(random.nextLong());
    this.glandDb = random.nextFloat(1, 6);
    this.septaDb = random.nextFloat(10, 20);
    this.septaStretch = random.nextFloat(5, 12);
    this.ligamentDb = random.nextFloat(5, 14);
    this.lobuleDb = random.nextFloat(5, 13);
    this.unevenLoss = random.nextFloat(0.05f, 0.3f);
    this.slope = random.nextFloat(-0.15f, 0.15f);
    float fat = settings.pixels(random.nextDouble(3, 12));
    float skin = settings.pixels(random.nextDouble(1.2, 2.2));
    float muscle = settings.height() * random.nextFloat(0.68f, 1.05f);
    this.skinFloor = boundary(skin, settings.pixels(0.2));
    this.glandTop = boundary(skin + fat, settings.pixels(1.6));
    this.muscleTop = boundary(muscle, settings.pixels(1.5));
  }

  /** A volume with everything drawn from its seed, what it holds included. */
  static TissueVolume paint(PhantomSettings settings, long seed) {
    TissuePainter painter = new TissuePainter(settings, seed);
    painter.paintTissue();
    painter.volume.lesion().ifPresent(painter::paintLesion);
    return painter.volume;
  }

  private Finding drawFinding() {
    if (random.nextDouble() < settings.normalShare()) {
      return Finding.NORMAL;
    }
    return random.nextDouble() < 0.6 ? Finding.BENIGN : Finding.MALIGNANT;
  }

  /** A gently waving line across the volume: its row in every column. */
  private float[] boundary(float row, float wave) {
    float[] rows = new float[volume.width()];
    float slow = random.nextFloat(1.5f, 3.5f) * (float) Math.PI / rows.length;
    float quick = random.nextFloat(5, 12) * (float) Math.PI / rows.length;
    float phase = random.nextFloat(0, 6.28f);
    for (int x = 0; x < rows.length; x++) {
      rows[x] =
          row + wave * (float) (Math.sin(slow * x + phase) + 0.4 * Math.sin(quick * x + 2 * phase));
    }
    return rows;
  }

  private void paintTissue() {
    float[] maps = volume.maps();
    for (int y = 0; y < volume.height(); y++) {
      for (int x = 0; x < volume.width(); x++) {
        paintPoint(maps, TissueVolume.STRIDE * (y * volume.width() + x), x, y);
      }
    }
  }

  private void paintPoint(float[] maps, int at, int x, int y) {
    float mm = (float) settings.spacingMm();
    // Everything is drawn in warped millimetres, so that structures wave together.
    float across = x * mm + 1.5f * warp.at(x * mm / 6, y * mm / 4);
    float down = (y + slope * x) * mm + 3f * (warp.at(x * mm / 9 + 31, y * mm / 7) - 0.5f);
    float scatterDb = 5 * (texture.detailed(across / 3.5f, down / 1.4f) - 0.5f);
    float reflectDb = Float.NEGATIVE_INFINITY;
    float loss = 0;

    float gland = step(y - glandTop[x], settings.pixels(0.8));
    float muscle = step(y - muscleTop[x], settings.pixels(0.3));
    float skin = 1 - step(y - skinFloor[x], settings.pixels(0.15));

    float lobule = lobules.detailed(across / 6, down / 3.5f) - 0.5f;
    scatterDb += gland * (1 - muscle) * (glandDb + 2 * lobuleDb * lobule);
    scatterDb += muscle * (MUSCLE_DB - 3 * lobule);
    scatterDb += skin * SKIN_DB * 0.6f;

    float wave = septa.ridge(across / septaStretch, down / 1.3f);
    float crest = crest(wave, 0.82f);
    float ligament = crest(septa.ridge(across / 9 + 70, down / 4), 0.94f);
    reflectDb = Math.max(reflectDb, level(gland * (1 - muscle) * crest, septaDb + 14 * lobule));
    reflectDb =
        Math.max(reflectDb, level((1 - gland) * (1 - skin) * ligament, ligamentDb + 14 * lobule));
    float fibre = crest(septa.ridge(across / 14 + 40, down / 1.1f + 90), 0.86f);
    reflectDb = Math.max(reflectDb, level(muscle * fibre * 0.8f, MUSCLE_FIBRE_DB));
    reflectDb = Math.max(reflectDb, level(line(y - muscleTop[x], 0.35), FASCIA_DB));
    reflectDb = Math.max(reflectDb, level(line(y - glandTop[x], 0.25) * lobule * 2, 12));
    reflectDb = Math.max(reflectDb, level(line(y - skinFloor[x], 0.18), SKIN_DB));
    reflectDb = Math.max(reflectDb, level(line(y - settings.pixels(0.3), 0.2), SKIN_DB + 5));
    // Dense tissue swallows more, so that streaks and darker columns run down from it.
    loss += 0.05f * gland * crest + 0.04f * ligament + 0.02f * muscle;
    loss += gland * unevenLoss * (lobules.at(across / 5 + 50, down / 9) - 0.5f);

    maps[at + TissueVolume.SCATTER] = amplitude(scatterDb);
    maps[at + TissueVolume.REFLECT] = amplitude(reflectDb);
    maps[at + TissueVolume.LOSS] = loss;
  }

  private void paintLesion(Lesion lesion) {
    float[] maps = volume.maps();
    float lossInside = lesion.attenuationDb() / (2 * lesion.halfHeight());
    float mm = (float) settings.spacingMm();
    for (int y = 0; y < volume.height(); y++) {
      for (int x = 0; x < volume.width(); x++) {
        int at = TissueVolume.STRIDE * (y * volume.width() + x);
        if (maps[at + TissueVolume.SHARE] >= TissueVolume.FAR) {
          continue;
        }
        float uneven =
            lesion.unevenDb() * 2 * (texture.detailed(x * mm / 2 + 9, y * mm / 2) - 0.5f);
        maps[at + TissueVolume.INSIDE] = amplitude(uneven - lesion.contrastDb());
        // A border mirrors sound that meets it head on: strongest where it lies across the beam.
        float dx = x - lesion.centreX();
        float dy = y - lesion.centreY();
        float upright = Math.abs(dy) / ((float) Math.sqrt(dx * dx + dy * dy) + 1e-3f);
        maps[at + TissueVolume.RIM] = upright * upright * amplitude(lesion.rimDb());
      }
    }
    volume.lossInside(lossInside);
  }

  /** Amplitude of an echo strength; nothing for minus infinity. */
  private static float amplitude(float decibels) {
    return decibels == Float.NEGATIVE_INFINITY ? 0 : (float) Math.pow(10, decibels / 20);
  }

  /** The level of a reflector that is fully there at 1 and fades with its share. */
  private static float level(float share, float decibels) {
    return share <= REFLECTION_FLOOR
        ? Float.NEGATIVE_INFINITY
        : decibels + 20 * (float) Math.log10(share);
  }

  private static float crest(float ridge, float from) {
    return ridge <= from ? 0 : (ridge - from) / (1 - from);
  }

  private float line(float distance, double halfWidthMm) {
    float scaled = distance / settings.pixels(halfWidthMm);
    return (float) Math.exp(-scaled * scaled);
  }

  private static float step(float distance, float width) {
    return Math.max(0, Math.min(1, 0.5f + distance / width));
  }
}
