package io.quantunet.trainer.data.augmentation;

import static io.quantunet.trainer.data.augmentation.Images.SIDE;
import static org.assertj.core.api.Assertions.assertThat;

import io.quantunet.proto.BinaryMask;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("Augmentation")
class AugmentationTest {

  @ParameterizedTest
  @ValueSource(doubles = {0, 0.034})
  void movesTheMaskWithTheImage(double elastic) {
    byte[] codes = new byte[SIDE * SIDE];
    byte[] mask = new byte[SIDE * SIDE];
    for (int i = 0; i < codes.length; i++) {
      boolean lesion = i / SIDE > 20 && i / SIDE < 44 && i % SIDE > 10 && i % SIDE < 50;
      mask[i] = (byte) (lesion ? 1 : 0);
      codes[i] = (byte) (lesion ? 200 : 20);
    }
    AugmentationSettings settings =
        AugmentationSettings.BASIC
            .with(Ingredient.ASPECT, Dose.always(0.3))
            .with(Ingredient.ELASTIC, Dose.always(elastic));
    byte[] drawn = new byte[codes.length];
    byte[] drawnMask = new byte[codes.length];
    for (int seed = 0; seed < 20; seed++) {
      new Augmentation(settings, SIDE, SIDE)
          .draw(codes, mask, new Random(seed), new View(drawn, drawnMask, 0));

      byte[] bright = new byte[drawn.length];
      for (int i = 0; i < bright.length; i++) {
        bright[i] = (byte) ((drawn[i] & 0xFF) > 90 ? 1 : 0);
      }
      assertThat(new BinaryMask(SIDE, SIDE, bright).dice(new BinaryMask(SIDE, SIDE, drawnMask)))
          .isGreaterThan(0.95);
    }
  }

  @Test
  void ofNothingLeavesTheImageAsItIs() {
    byte[] codes = Images.noise(1);

    assertThat(Images.draw(codes, AugmentationSettings.NONE, 1)).isEqualTo(codes);
  }

  @ParameterizedTest
  @EnumSource(Ingredient.class)
  void changesTheImageByEachIngredientAlone(Ingredient ingredient) {
    double strength = AugmentationSettings.ROBUST.dose(ingredient).strength();
    byte[] codes = Images.noise(1);

    byte[] drawn = Images.draw(codes, Images.only(ingredient, strength), 5);

    assertThat(drawn).isNotEqualTo(codes);
  }

  @ParameterizedTest
  @EnumSource(
      value = Ingredient.class,
      names = {
        "SHADOW",
        "RESOLUTION",
        "TIME_GAIN",
        "DYNAMIC_RANGE",
        "GAIN",
        "GAMMA",
        "SPECKLE",
        "NOISE",
        "CALLIPERS",
        "TEXT"
      })
  void leavesTheMaskAloneWhereOnlyTonesChange(Ingredient ingredient) {
    byte[] mask = new byte[SIDE * SIDE];
    IntStream.range(500, 900).forEach(i -> mask[i] = 1);
    byte[] drawnMask = new byte[mask.length];
    double strength = AugmentationSettings.ROBUST.dose(ingredient).strength();

    new Augmentation(Images.only(ingredient, strength), SIDE, SIDE)
        .draw(Images.noise(1), mask, DrawSeed.of(5), new View(new byte[mask.length], drawnMask, 0));

    assertThat(drawnMask).isEqualTo(mask);
  }

  @Test
  void leavesTheOtherIngredientsAsTheyWereWhenOneIsSwitchedOff() {
    AugmentationSettings robust = AugmentationSettings.ROBUST;
    Chances chances = Chances.apart(DrawSeed.of(9));

    Placement all = Placement.draw(robust, chances, SIDE, SIDE);
    Placement unturned = Placement.draw(robust.without(Ingredient.ROTATION), chances, SIDE, SIDE);

    assertThat(unturned.x0()).isEqualTo(all.x0()).isNotZero();
    assertThat(unturned.y0()).isEqualTo(all.y0()).isNotZero();
    assertThat(unturned.xy()).isZero();
    assertThat(all.xy()).isNotZero();
  }

  @Test
  void givesTheSameViewsOnManyThreadsAsOnOne() {
    byte[] codes = Images.noise(1);
    List<byte[]> alone = new ArrayList<>();
    for (int seed = 0; seed < 64; seed++) {
      alone.add(Images.draw(codes, AugmentationSettings.ROBUST, seed));
    }

    List<byte[]> together =
        IntStream.range(0, 64)
            .parallel()
            .mapToObj(seed -> Images.draw(codes, AugmentationSettings.ROBUST, seed))
            .toList();

    assertThat(together).usingElementComparator(Arrays::compare).isEqualTo(alone);
  }

  @Test
  void givesAnotherViewForAnotherSeed() {
    byte[] codes = Images.noise(1);

    assertThat(Images.draw(codes, AugmentationSettings.ROBUST, 1))
        .isNotEqualTo(Images.draw(codes, AugmentationSettings.ROBUST, 2));
  }
}
