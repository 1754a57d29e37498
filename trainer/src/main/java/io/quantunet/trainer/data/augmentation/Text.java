package io.quantunet.trainer.data.augmentation;

import java.util.random.RandomGenerator;

/**
 * One to three short lines of figures and letters, mostly near an edge: distances, body marks and
 * the names of organs are burnt into many images, and are no tissue.
 */
final class Text implements ToneIngredient {

  private static final double DARKEST = 0.45;
  private static final double LEAST_COVER = 0.5;
  private static final double NEAR_EDGE_SHARE = 0.75;
  private static final int LONGEST = 9;

  /** Five rows of three pixels each, the top row in the highest bits: 0-9, then some letters. */
  private static final int[] GLYPHS = {
    0b111_101_101_101_111, 0b010_110_010_010_111, 0b111_001_111_100_111, 0b111_001_111_001_111,
    0b101_101_111_001_001, 0b111_100_111_001_111, 0b111_100_111_101_111, 0b111_001_001_001_001,
    0b111_101_111_101_111, 0b111_101_111_001_111, 0b010_101_111_101_101, 0b110_101_110_101_110,
    0b111_100_100_100_111, 0b110_101_101_101_110, 0b111_100_110_100_111, 0b100_100_100_100_111,
    0b101_111_111_101_101, 0b110_101_110_101_101, 0b111_010_010_010_010, 0b000_000_000_000_010,
  };

  private static final int GLYPH_WIDTH = 3;
  private static final int GLYPH_HEIGHT = 5;

  @Override
  public void apply(Picture picture, double strength, RandomGenerator random) {
    double level = 255 * strength * random.nextDouble(DARKEST, 1);
    Pen pen = new Pen(picture, level, random.nextDouble(LEAST_COVER, 1));
    int dot = (int) Math.max(1, Math.rint(picture.pixelsPerUsual()));
    int lines = random.nextInt(1, 4);
    int lineHeight = (GLYPH_HEIGHT + 2) * dot;
    int letters = random.nextInt(2, LONGEST + 1);
    int roomX = picture.width() - letters * (GLYPH_WIDTH + 1) * dot;
    int roomY = picture.height() - lines * lineHeight;
    int left = (int) (random.nextDouble() * Math.max(0, roomX));
    int top = (int) (edgewards(random) * Math.max(0, roomY));
    for (int i = 0; i < lines; i++) {
      line(pen, left, top + i * lineHeight, random.nextInt(2, letters + 1), dot, random);
    }
  }

  /** A share of the height: mostly in the upper or lower eighth. */
  private static double edgewards(RandomGenerator random) {
    double place = random.nextDouble();
    if (random.nextDouble() >= NEAR_EDGE_SHARE) {
      return place;
    }
    return place < 0.5 ? place / 4 : 1 - (1 - place) / 4;
  }

  private static void line(
      Pen pen, int left, int top, int letters, int dot, RandomGenerator random) {
    for (int i = 0; i < letters; i++) {
      glyph(
          pen, left + i * (GLYPH_WIDTH + 1) * dot, top, GLYPHS[random.nextInt(GLYPHS.length)], dot);
    }
  }

  private static void glyph(Pen pen, int left, int top, int rows, int dot) {
    for (int bit = 0; bit < GLYPH_WIDTH * GLYPH_HEIGHT; bit++) {
      if ((rows >> (GLYPH_WIDTH * GLYPH_HEIGHT - 1 - bit) & 1) == 1) {
        pen.square(left + bit % GLYPH_WIDTH * dot, top + bit / GLYPH_WIDTH * dot, dot);
      }
    }
  }
}
