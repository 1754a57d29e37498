package io.quantunet.trainer.data.augmentation;

import java.util.EnumMap;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * The dose of every ingredient. Two presets have names: {@code basic}, which the first shipped
 * model was trained with, and {@code robust}, for scanners that the data has never seen.
 *
 * @param doses what is not named is off
 */
public record AugmentationSettings(Map<Ingredient, Dose> doses) {

  /** The image as it is. */
  public static final AugmentationSettings NONE = new AugmentationSettings(Map.of());

  /** Moderate changes of place and tone. */
  public static final AugmentationSettings BASIC =
      NONE.with(Ingredient.FLIP, new Dose(0.5, 1))
          .with(Ingredient.ROTATION, Dose.always(15))
          .with(Ingredient.SCALE, Dose.always(0.15))
          .with(Ingredient.SHIFT, Dose.always(0.10))
          .with(Ingredient.GAIN, Dose.always(0.2))
          .with(Ingredient.GAMMA, Dose.always(0.2))
          .with(Ingredient.NOISE, Dose.always(0.10));

  /**
   * For other scanners: resolution, aspect, gain, compression, speckle size and texture vary, and
   * shadows and burnt-in marks lie anywhere.
   */
  public static final AugmentationSettings ROBUST =
      BASIC
          .with(Ingredient.SCALE, Dose.always(0.20))
          .with(Ingredient.ASPECT, Dose.always(0.25))
          .with(Ingredient.ELASTIC, new Dose(0.4, 0.03))
          .with(Ingredient.SHADOW, new Dose(0.25, 0.8))
          .with(Ingredient.RESOLUTION, new Dose(0.35, 1.2))
          .with(Ingredient.TIME_GAIN, new Dose(0.5, 0.25))
          .with(Ingredient.DYNAMIC_RANGE, new Dose(0.5, 0.2))
          .with(Ingredient.SPECKLE, new Dose(0.4, 0.15))
          .with(Ingredient.NOISE, new Dose(0.4, 0.10))
          .with(Ingredient.CALLIPERS, new Dose(0.15, 1))
          .with(Ingredient.TEXT, new Dose(0.15, 1));

  /**
   * @throws IllegalArgumentException if a strength is beyond its ingredient's greatest
   */
  public AugmentationSettings {
    Map<Ingredient, Dose> copy = new EnumMap<>(Ingredient.class);
    for (Ingredient ingredient : Ingredient.values()) {
      Dose dose = doses.getOrDefault(ingredient, Dose.OFF);
      if (dose.strength() > ingredient.greatestStrength()) {
        throw new IllegalArgumentException(
            "augmentation %s: strength %s is beyond %s"
                .formatted(ingredient.label(), dose.strength(), ingredient.greatestStrength()));
      }
      copy.put(ingredient, dose);
    }
    doses = Map.copyOf(copy);
  }

  /**
   * A preset by its name.
   *
   * @throws IllegalArgumentException for any other word than {@code none}, {@code basic} and {@code
   *     robust}
   */
  public static AugmentationSettings preset(String name) {
    return switch (name) {
      case "none" -> NONE;
      case "basic" -> BASIC;
      case "robust" -> ROBUST;
      default ->
          throw new IllegalArgumentException(
              "no augmentation preset is called '%s'; there are none, basic and robust"
                  .formatted(name));
    };
  }

  /** The dose of an ingredient, perhaps {@link Dose#OFF}. */
  public Dose dose(Ingredient ingredient) {
    return doses.get(ingredient);
  }

  /** The same with another dose of one ingredient. */
  public AugmentationSettings with(Ingredient ingredient, Dose dose) {
    Map<Ingredient, Dose> changed = new EnumMap<>(Ingredient.class);
    changed.putAll(doses);
    changed.put(ingredient, dose);
    return new AugmentationSettings(changed);
  }

  /** The same without one ingredient, e.g. for an ablation. */
  public AugmentationSettings without(Ingredient ingredient) {
    return with(ingredient, Dose.OFF);
  }

  /** All that is on, always in the same words, e.g. for a checkpoint's fingerprint. */
  @Override
  public String toString() {
    return new EnumMap<>(doses)
        .entrySet().stream()
            .filter(entry -> !entry.getValue().isOff())
            .map(
                entry ->
                    "%s %s of %s"
                        .formatted(
                            entry.getKey().label(),
                            entry.getValue().strength(),
                            entry.getValue().probability()))
            .collect(Collectors.joining(", ", "augmentation[", "]"));
  }
}
