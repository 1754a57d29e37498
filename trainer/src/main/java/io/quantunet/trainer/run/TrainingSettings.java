package io.quantunet.trainer.run;

import io.quantunet.driver.model.LoadedModel;
import io.quantunet.trainer.run.recipe.Recipe;
import io.quantunet.trainer.run.recipe.Recipes;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A training run, but for its data.
 *
 * @param out folder for the recipe, the log, checkpoints and the model; made if it is missing
 * @param recipe how to train
 * @param resume goes on from the checkpoint in {@code out}, if there is one
 * @param parent model to start from, already without batch normalization; empty trains from scratch
 */
public record TrainingSettings(
    Path out, Recipe recipe, boolean resume, Optional<LoadedModel> parent) {

  /** A run from scratch, or from its own checkpoint. */
  public static TrainingSettings of(Path out, Recipe recipe, boolean resume) {
    return new TrainingSettings(out, recipe, resume, Optional.empty());
  }

  /**
   * A short run that goes on from a model: its width, activations and grid, a tenth of the rates.
   *
   * @param model to start from
   * @param out folder for the log, checkpoints and the bundle
   * @param epochs passes over the data
   */
  public static TrainingSettings fineTuning(LoadedModel model, Path out, int epochs) {
    List<Integer> activationBits =
        model.model().layers().stream()
            .flatMap(layer -> layer.output().stream())
            .map(format -> format.width().bits())
            .distinct()
            .toList();
    Recipe recipe =
        Recipes.find("fine-tuning")
            .with(
                Map.of(
                    "net.width", model.model().width(),
                    "net.grid-width", model.manifest().gridWidth(),
                    "net.grid-height", model.manifest().gridHeight(),
                    "net.activations", activationBits.size() == 1 ? "fixed" : "learned",
                    "net.activation-bits", activationBits.get(0),
                    "schedule.epochs", epochs));
    return new TrainingSettings(out, recipe, false, Optional.of(model));
  }

  /** Epochs with batch normalization, never all; none when a parent has already lost it. */
  int normalizedEpochs() {
    return parent.isPresent() ? 0 : recipe.schedule().normalizedEpochs();
  }
}
