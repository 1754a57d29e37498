package io.quantunet.trainer.data.augmentation;

import java.util.random.RandomGenerator;

/** Where the random numbers of each ingredient come from. */
interface Chances {

  /** To be asked once per ingredient and view. */
  RandomGenerator of(Ingredient ingredient);

  /** All from one generator, in the pipeline's order. */
  static Chances shared(RandomGenerator random) {
    return ingredient -> random;
  }

  /** Each from its own, so that switching one off leaves the draws of the others as they were. */
  static Chances apart(DrawSeed seed) {
    return ingredient -> seed.then(ingredient.label().hashCode()).random();
  }
}
