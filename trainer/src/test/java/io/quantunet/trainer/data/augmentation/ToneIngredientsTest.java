package io.quantunet.trainer.data.augmentation;

import static io.quantunet.trainer.data.augmentation.Images.SIDE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.HashSet;
import java.util.Set;
import java.util.SplittableRandom;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("Of the ingredients that change tones")
class ToneIngredientsTest {

  private static final int USUAL_SIDE = 128;

  @Test
  void timeGainChangesWholeRowsByNoMoreThanItsStrength() {
    byte[] drawn = apply(new TimeGain(), Images.flat(100), 0.3, 1);

    Set<Byte> levels = new HashSet<>();
    for (int y = 0; y < SIDE; y++) {
      byte[] row = Images.row(drawn, y);
      assertThat(Images.deviation(row)).isZero();
      assertThat(row[0] & 0xFF).isBetween(70, 130);
      levels.add(row[0]);
    }
    assertThat(levels).hasSizeGreaterThan(5);
  }

  @ParameterizedTest
  @ValueSource(doubles = {0.5, 0.8, 1, 1.25, 2})
  void dynamicRangeKeepsBlackAndWhiteAndTheOrderOfTones(double ratio) {
    byte[] curve = DynamicRange.curve(ratio);

    assertThat(curve[0] & 0xFF).isZero();
    assertThat(curve[255] & 0xFF).isEqualTo(255);
    for (int p = 1; p < curve.length; p++) {
      assertThat(curve[p] & 0xFF).isGreaterThanOrEqualTo(curve[p - 1] & 0xFF);
    }
  }

  @Test
  void dynamicRangeOfFewerDecibelsIsTheScannersFormula() {
    // 60 dB before, 40 dB now: an echo 20 dB below white goes from 170 to 127.5 (even: 128).
    assertThat(DynamicRange.curve(60.0 / 40)[170] & 0xFF).isEqualTo(128);
  }

  @Test
  void dynamicRangeOfMoreDecibelsIsTheScannersFormulaWhereThereIsAnEcho() {
    // 40 dB before, 60 dB now: an echo 20 dB below white goes from 127.5 (here 128) to 170.
    assertThat(DynamicRange.curve(40.0 / 60)[128] & 0xFF).isEqualTo(170);
  }

  @Test
  void shadowOnlyDarkensAndReachesTheBottomButNotTheTop() {
    boolean[] darkened = new boolean[SIDE];
    for (int seed = 0; seed < 20; seed++) {
      byte[] drawn = apply(new AcousticShadow(), Images.flat(200), 0.8, seed);
      for (int y = 0; y < SIDE; y++) {
        byte[] row = Images.row(drawn, y);
        for (byte code : row) {
          assertThat(code & 0xFF).isBetween(40, 200); // 200 (1 - 0.8)
        }
        darkened[y] |= Images.mean(row) < 200;
      }
      assertThat(Images.mean(Images.row(drawn, SIDE - 1))).isLessThan(200);
    }
    assertThat(darkened[SIDE / 2]).isTrue();
  }

  @Test
  void speckleKeepsTheMeanAndHasAtMostItsStrengthAsDeviation() {
    double widest = 0;
    for (int seed = 0; seed < 30; seed++) {
      byte[] drawn = speckled(seed);
      assertThat(Images.mean(drawn)).isCloseTo(120, within(4.0));
      widest = Math.max(widest, Images.deviation(drawn) / 120);
    }
    // Of 30 even draws the largest is beyond 0.8 of 0.2 with probability 0.999; grains make a
    // sample of the field, hence the margin above.
    assertThat(widest).isBetween(0.16, 0.22);
  }

  @Test
  void speckleHasGrainsWiderThanHighAndLargerThanAPixel() {
    double across = 0;
    double down = 0;
    for (int seed = 0; seed < 30; seed++) {
      byte[] drawn = speckled(seed);
      across += correlation(drawn, 1);
      down += correlation(drawn, USUAL_SIDE);
    }
    assertThat(across).isGreaterThan(down);
    assertThat(down / 30).isGreaterThan(0.2);
  }

  @Test
  void noiseIsEachPixelsOwn() {
    double sum = 0;
    for (int seed = 0; seed < 30; seed++) {
      sum += correlation(apply(new PixelNoise(), Images.flat(120), 0.2, seed), 1);
    }

    assertThat(sum / 30).isCloseTo(0, within(0.02));
  }

  @Test
  void resolutionTakesDetailAwayAndKeepsTheMean() {
    byte[] sharp = Images.noise(4);

    byte[] coarse = apply(new Resolution(), sharp, 2, 1);

    assertThat(Images.deviation(coarse)).isLessThan(0.8 * Images.deviation(sharp));
    assertThat(Images.mean(coarse)).isCloseTo(Images.mean(sharp), within(2.0));
  }

  @Test
  void burntInMarksAreNeverDarkerThanWhatTheyCover() {
    byte[] before = Images.noise(4);
    for (int seed = 0; seed < 20; seed++) {
      for (ToneIngredient marks : new ToneIngredient[] {new Callipers(), new Text()}) {
        byte[] after = apply(marks, before, 1, seed);
        int changed = 0;
        for (int i = 0; i < after.length; i++) {
          assertThat(after[i] & 0xFF).isGreaterThanOrEqualTo(before[i] & 0xFF);
          changed += after[i] == before[i] ? 0 : 1;
        }
        assertThat(changed).isLessThan(after.length / 4);
      }
    }
  }

  @Test
  void burntInMarksAreOnTheGridAlsoWhenItIsTiny() {
    for (int seed = 0; seed < 50; seed++) {
      for (ToneIngredient marks : new ToneIngredient[] {new Callipers(), new Text()}) {
        byte[] codes = new byte[16 * 16];
        marks.apply(new Picture(16, 16, codes), 1, new SplittableRandom(seed));
        assertThat(Images.mean(codes)).isPositive();
      }
    }
  }

  @Test
  void tonesAreRoundedHalfToEven() {
    assertThat(Picture.code(2.5)).isEqualTo((byte) 2);
    assertThat(Picture.code(3.5)).isEqualTo((byte) 4);
    assertThat(Picture.code(-3)).isZero();
    assertThat(Picture.code(300) & 0xFF).isEqualTo(255);
  }

  private static byte[] speckled(long seed) {
    byte[] codes = new byte[USUAL_SIDE * USUAL_SIDE];
    Arrays.fill(codes, (byte) 120);
    new Speckle()
        .apply(new Picture(USUAL_SIDE, USUAL_SIDE, codes), 0.2, DrawSeed.of(seed).random());
    return codes;
  }

  private static byte[] apply(ToneIngredient ingredient, byte[] codes, double strength, long seed) {
    byte[] changed = codes.clone();
    ingredient.apply(new Picture(SIDE, SIDE, changed), strength, DrawSeed.of(seed).random());
    return changed;
  }

  /** Correlation of neighbours that lie {@code distance} apart in the array. */
  private static double correlation(byte[] codes, int distance) {
    double mean = Images.mean(codes);
    double sum = 0;
    for (int i = 0; i + distance < codes.length; i++) {
      sum += ((codes[i] & 0xFF) - mean) * ((codes[i + distance] & 0xFF) - mean);
    }
    double variance = Math.pow(Images.deviation(codes), 2);
    return variance == 0 ? 0 : sum / (codes.length - distance) / variance;
  }
}
