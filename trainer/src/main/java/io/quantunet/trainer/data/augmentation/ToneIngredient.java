package io.quantunet.trainer.data.augmentation;

import java.util.random.RandomGenerator;

/** An ingredient that changes grey levels where they are; the mask stays as it is. */
interface ToneIngredient {

  /**
   * Draws its parameters and applies them.
   *
   * @param strength more than 0, in the unit that {@link Ingredient} says
   */
  void apply(Picture picture, double strength, RandomGenerator random);
}
