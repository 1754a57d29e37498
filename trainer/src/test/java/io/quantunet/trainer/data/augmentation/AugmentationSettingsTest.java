package io.quantunet.trainer.data.augmentation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.SplittableRandom;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("Augmentation settings")
class AugmentationSettingsTest {

  @ParameterizedTest
  @EnumSource(Ingredient.class)
  void haveEveryIngredientInThePresetRobust(Ingredient ingredient) {
    assertThat(AugmentationSettings.preset("robust").dose(ingredient).isOff()).isFalse();
  }

  @Test
  void canSwitchOneIngredientOff() {
    AugmentationSettings without = AugmentationSettings.ROBUST.without(Ingredient.TEXT);

    assertThat(without.dose(Ingredient.TEXT)).isEqualTo(Dose.OFF);
    assertThat(without.with(Ingredient.TEXT, AugmentationSettings.ROBUST.dose(Ingredient.TEXT)))
        .isEqualTo(AugmentationSettings.ROBUST);
  }

  @Test
  void sayAllThatIsOn() {
    assertThat(
            AugmentationSettings.NONE
                .with(Ingredient.TIME_GAIN, new Dose(0.5, 0.3))
                .with(Ingredient.FLIP, new Dose(0.5, 1)))
        .hasToString("augmentation[flip 1.0 of 0.5, time-gain 0.3 of 0.5]");
  }

  @Test
  void nameThePresetsThatThereAre() {
    assertThatThrownBy(() -> AugmentationSettings.preset("strong"))
        .hasMessage("no augmentation preset is called 'strong'; there are none, basic and robust");
  }

  @Test
  void nameTheIngredientsThatThereAre() {
    assertThat(Ingredient.of("dynamic-range")).isEqualTo(Ingredient.DYNAMIC_RANGE);
    assertThatThrownBy(() -> Ingredient.of("fog"))
        .hasMessageContaining("no augmentation is called 'fog'; there are flip, rotation");
  }

  @Test
  void refuseAStrengthThatMakesNoSense() {
    assertThatThrownBy(() -> Images.only(Ingredient.SCALE, 1.5))
        .hasMessage("augmentation scale: strength 1.5 is beyond 0.9");
  }

  @ParameterizedTest
  @ValueSource(doubles = {-0.1, 1.1, Double.NaN})
  void refuseAProbabilityThatIsNone(double probability) {
    assertThatThrownBy(() -> new Dose(probability, 1))
        .hasMessageContaining("a probability is 0..1");
  }

  @Test
  void throwCoinsAsOftenAsTheySay() {
    SplittableRandom random = new SplittableRandom(3);
    Dose dose = new Dose(0.3, 1);
    int heads = 0;
    for (int i = 0; i < 10_000; i++) {
      heads += dose.happens(random) ? 1 : 0;
    }

    assertThat(heads).isBetween(2_800, 3_200); // four standard deviations
  }
}
