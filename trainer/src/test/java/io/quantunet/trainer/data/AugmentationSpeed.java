package io.quantunet.trainer.data;

import io.quantunet.trainer.data.augmentation.AugmentationSettings;
import io.quantunet.trainer.data.augmentation.Dose;
import io.quantunet.trainer.data.augmentation.DrawSeed;
import io.quantunet.trainer.data.augmentation.Ingredient;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Prints how long a view takes: each preset, and each ingredient of {@code robust} alone. The
 * smallest of several rounds, taken in turn, since other work on the machine only ever adds. The
 * argument is a data folder.
 */
final class AugmentationSpeed {

  private static final GridSize GRID = GridSize.square(128);
  private static final int ROUNDS = 12;
  private static final int VIEWS = 64;

  private AugmentationSpeed() {}

  public static void main(String[] arguments) {
    List<Sample> samples = DataFolder.load(Path.of(arguments[0]), GRID.width(), GRID.height());
    Map<String, AugmentationSettings> contestants = new LinkedHashMap<>();
    for (String preset : List.of("none", "basic", "robust")) {
      contestants.put(preset, AugmentationSettings.preset(preset));
    }
    for (Ingredient ingredient : Ingredient.values()) {
      Dose dose = Dose.always(AugmentationSettings.ROBUST.dose(ingredient).strength());
      contestants.put(
          "only " + ingredient.label(), AugmentationSettings.NONE.with(ingredient, dose));
    }
    Map<String, Double> best = new LinkedHashMap<>();
    for (int round = 0; round < ROUNDS; round++) {
      DrawSeed seed = DrawSeed.of(round);
      contestants.forEach(
          (name, settings) -> best.merge(name, microsPerView(samples, settings, seed), Math::min));
    }
    best.forEach(
        (name, micros) ->
            System.out.println(String.format(Locale.ROOT, "%-20s %5.0f us", name, micros)));
  }

  private static double microsPerView(
      List<Sample> samples, AugmentationSettings settings, DrawSeed seed) {
    BatchSampler sampler = new BatchSampler(samples, GRID, settings, ClassWeighting.SQRT_INVERSE);
    byte[] codes = new byte[VIEWS * GRID.pixels()];
    byte[] masks = new byte[codes.length];
    long start = System.nanoTime();
    sampler.draw(seed, codes, masks);
    return (System.nanoTime() - start) / 1e3 / VIEWS;
  }
}
