package io.quantunet.trainer.compare;

import io.quantunet.trainer.data.Partition;
import io.quantunet.trainer.experiment.Experiment;
import io.quantunet.trainer.experiment.ExperimentResult;
import io.quantunet.trainer.experiment.FloatSegmenter;
import io.quantunet.trainer.run.FloatNet;
import io.quantunet.trainer.run.Progress;
import io.quantunet.trainer.run.recipe.Recipe;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;

/** What all methods of a table share: images, budget and place. */
public final class Workbench {

  private final Recipe budget;
  private final Partition images;
  private final Path folder;
  private final Progress progress;
  private final Map<Path, ExperimentResult> done = new HashMap<>();

  /**
   * @param budget recipe that methods change no more of than they must
   * @param images to train on and to score on
   * @param folder of the runs, one folder each
   * @param progress gets a line per epoch
   */
  public Workbench(Recipe budget, Partition images, Path folder, Progress progress) {
    this.budget = budget;
    this.images = images;
    this.folder = folder;
    this.progress = progress;
  }

  /** Recipe that methods change no more of than they must. */
  Recipe budget() {
    return budget;
  }

  /** Images to train on and to score on. */
  Partition images() {
    return images;
  }

  /** A training of this table, in a folder of its own. */
  Experiment experiment(String key, String label, Recipe recipe) {
    return new Experiment(label, recipe, images, folder.resolve(key));
  }

  /** Runs an experiment, the first time that it is asked for. */
  ExperimentResult run(Experiment experiment) throws IOException {
    ExperimentResult known = done.get(experiment.folder());
    if (known != null) {
      return known;
    }
    progress.line(experiment.name() + ": " + experiment.recipe().summary());
    ExperimentResult result = experiment.run(progress);
    done.put(experiment.folder(), result);
    return result;
  }

  /** The training of the float net that others are made of, taught by and held against. */
  Experiment floats() {
    FloatMethod method = new FloatMethod();
    return experiment(method.key(), method.label(), method.recipe(this));
  }

  /** Where {@link #floats} leaves its net. */
  FloatSegmenter floatNet() {
    return new FloatSegmenter(floats().folder().resolve(FloatNet.NAME));
  }
}
