package io.quantunet.trainer.run;

import io.quantunet.trainer.data.Batch;
import io.quantunet.trainer.run.recipe.Recipe;

/** The batches of a run: labelled images first, then those without masks, if there are. */
sealed interface Batches permits OneGridBatches, MixedGridBatches {

  /** As a recipe wants them. */
  static Batches of(Recipe recipe, Inputs inputs) {
    return recipe.data().mix().isPresent()
        ? new MixedGridBatches(recipe, recipe.data().mix().get(), inputs)
        : new OneGridBatches(recipe, inputs);
  }

  /**
   * Draws the next batch.
   *
   * @param epoch from 0
   * @param step from 0, all steps of an epoch in their order
   * @return valid until the next is drawn; masks are blank where there is none
   */
  Batch draw(int epoch, int step);

  /** The first so many images of every batch have a mask. */
  int labelledImages();
}
