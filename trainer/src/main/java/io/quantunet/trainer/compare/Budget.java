package io.quantunet.trainer.compare;

import io.quantunet.trainer.run.recipe.Recipe;
import java.util.Map;

/** The recipe that all methods of a table start from: what is not a method's own is the same. */
public final class Budget {

  private Budget() {}

  /**
   * The reference with 6-bit activations, the width of the comparator that prescribes one, and
   * averaged weights, since single epochs swing by 0.05 Dice.
   *
   * @param width channels of the first stage
   * @param gridSide pixels across and down, a multiple of 16
   * @param epochs passes over the training part
   * @param seed of weights, order and augmentation
   * @param precision {@code float32} or {@code bfloat16}
   * @throws io.quantunet.trainer.run.recipe.RecipeException if one of them is out of range
   */
  public static Recipe of(int width, int gridSide, int epochs, long seed, String precision) {
    return Recipe.reference()
        .with(
            Map.of(
                "net.width", width,
                "net.grid-width", gridSide,
                "net.grid-height", gridSide,
                "net.precision", precision,
                "net.activation-bits", 6,
                "schedule.epochs", epochs,
                "averaging.decay", 0.99,
                "seed", seed));
  }

  /** The same for electron micrographs: the Dice loss alone, as AskariHemmat et al. 2019 have. */
  static Recipe withDiceLossOnly(Recipe budget) {
    return budget.with("loss { cross-entropy = 0, dice = 1 }");
  }
}
