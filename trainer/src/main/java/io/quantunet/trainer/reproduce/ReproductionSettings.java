package io.quantunet.trainer.reproduce;

import io.quantunet.trainer.run.recipe.Recipe;
import io.quantunet.trainer.run.recipe.Recipes;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;

/**
 * What to make again.
 *
 * @param data a folder in BUSI's layout
 * @param out folder for the runs and the report; a second call with the same goes on there
 * @param paper recipe of the paper
 * @param literature our recipe for the literature's protocol
 * @param protocols which of them, at least one
 * @param withFloat whether the float net of the paper's recipe is trained as well
 */
public record ReproductionSettings(
    Path data,
    Path out,
    Recipe paper,
    Recipe literature,
    Set<Protocol> protocols,
    boolean withFloat) {

  /** Pixels across and down that the literature trains on. */
  private static final int LITERATURE_GRID = 256;

  /** Channels x images per step that keep 256 x 256 pixels below 4 GiB. */
  private static final int CHANNELS_IN_MEMORY = 128;

  private static final int SMALLEST_BATCH = 2;
  private static final int LARGEST_BATCH = 16;

  /** Widest net and most epochs for which the forms, nine runs, are worth the hours. */
  private static final int FORMS_WIDTH = 8;

  private static final int FORMS_EPOCHS = 15;

  /**
   * @throws IllegalArgumentException if no protocol is chosen
   */
  public ReproductionSettings {
    if (protocols.isEmpty()) {
      throw new IllegalArgumentException("no protocol is chosen; choose one at least");
    }
    protocols = EnumSet.copyOf(protocols);
  }

  /**
   * What a run may differ in from the paper.
   *
   * @param width channels of the first stage; the paper's is 64
   * @param epochs passes over the data; the paper's are 40
   * @param seed of splits, weights and order
   * @param precision {@code float32} or {@code bfloat16}
   * @param normalizedEpochs of the paper's recipe that have batch normalization, which the paper
   *     has not: without any our nets do not leave the state in which they find nothing
   */
  public record Budget(int width, int epochs, long seed, String precision, int normalizedEpochs) {

    private Map<String, Object> changes() {
      return Map.of(
          "net.width", width,
          "net.precision", precision,
          "schedule.epochs", epochs,
          "seed", seed);
    }
  }

  /**
   * The usual recipes within a budget.
   *
   * @throws io.quantunet.trainer.run.recipe.RecipeException if the budget is out of range
   */
  public static ReproductionSettings of(
      Path data, Path out, Budget budget, Set<Protocol> protocols, boolean withFloat) {
    int batch =
        Math.max(
            SMALLEST_BATCH,
            Math.min(LARGEST_BATCH, CHANNELS_IN_MEMORY / Math.max(1, budget.width())));
    Recipe literature =
        Recipes.find("quantunet-w16-a4")
            .with(budget.changes())
            .with(
                Map.of(
                    "net.grid-width",
                    LITERATURE_GRID,
                    "net.grid-height",
                    LITERATURE_GRID,
                    "data.batch",
                    batch));
    return new ReproductionSettings(data, out, paper(budget), literature, protocols, withFloat);
  }

  /** One rate for all parameters: the paper prints none, and nothing of a second one is known. */
  private static Recipe paper(Budget budget) {
    Recipe recipe = Recipes.find("paper-w64").with(budget.changes());
    return recipe.with(
        Map.of(
            "optimizer.rate-bit-widths",
            recipe.optimizer().rates().weight(),
            "schedule.normalized-share",
            share(budget.normalizedEpochs(), budget.epochs())));
  }

  /** Of the epochs that have batch normalization; one at least has none. */
  private static double share(int normalizedEpochs, int epochs) {
    return Math.min(normalizedEpochs, epochs - 1) / (double) epochs;
  }

  /** The paper's recipe on the float net. */
  Recipe floatPaper() {
    return paper.with("net.weights = \"float\"");
  }

  /** The paper's recipe, short and small, with the bit-width loss in another form. */
  Recipe form(Normalization normalization, double rate) {
    int epochs = Math.min(FORMS_EPOCHS, paper.schedule().epochs());
    return paper.with(
        Map.of(
            "net.width", Math.min(FORMS_WIDTH, paper.net().width()),
            "schedule.epochs", epochs,
            "schedule.normalized-share", share(paper.schedule().normalizedEpochs(), epochs),
            "loss.bit-width-form", normalization.form().label(),
            "loss.bit-width-unit", normalization.unit(),
            "optimizer.rate-bit-widths", rate));
  }

  /** In what the paper's recipe here is not the paper's, or not known to be. */
  String departures() {
    int normalized = paper.schedule().normalizedEpochs();
    return "the paper's recipe here: width %d, one rate of %s for all parameters, batches of %d (none of them known of the paper but its width, 64), %s"
        .formatted(
            paper.net().width(),
            paper.optimizer().rates().weight(),
            paper.data().batch(),
            normalized == 0
                ? "no batch normalization, as in the paper"
                : "batch normalization for %d epoch, then folded and trained without (the paper has none)"
                    .formatted(normalized));
  }
}
