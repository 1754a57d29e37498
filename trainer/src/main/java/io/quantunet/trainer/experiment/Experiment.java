package io.quantunet.trainer.experiment;

import io.quantunet.proto.DecodeException;
import io.quantunet.trainer.data.Partition;
import io.quantunet.trainer.report.TrainingHistory;
import io.quantunet.trainer.run.FloatNet;
import io.quantunet.trainer.run.Progress;
import io.quantunet.trainer.run.TrainingRun;
import io.quantunet.trainer.run.TrainingSettings;
import io.quantunet.trainer.run.recipe.Recipe;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;

/**
 * A net to be trained once.
 *
 * @param name for people, e.g. {@code paper, leak-free}
 * @param recipe how to train; its data folders are not looked at
 * @param partition what to train on and what to choose the epoch by
 * @param folder of the run; made if it is missing
 */
public record Experiment(String name, Recipe recipe, Partition partition, Path folder) {

  /**
   * Trains, or goes on where an earlier call was stopped, or takes what is there if it is finished;
   * then scores the kept net.
   *
   * @param progress gets a line per epoch
   * @throws IOException if the folder cannot be used or belongs to another recipe or other images
   * @throws io.quantunet.trainer.run.TrainingException if the training fails
   */
  public ExperimentResult run(Progress progress) throws IOException {
    // A finished run's checkpoint says so: going on from it makes no step, and it is checked
    // against recipe and images on the way.
    Path model =
        TrainingRun.run(
            TrainingSettings.of(folder, recipe, true),
            partition.dataSet(recipe.data().grids()),
            Clock.systemUTC(),
            progress);
    Segmenter net = net(model);
    TrainingHistory history = history();
    return new ExperimentResult(
        this, net, net.score(partition.validation()), history, KeptEpoch.of(history, recipe));
  }

  /**
   * Whether the folder holds a run of this very recipe with all its epochs. A run that stopped
   * early, because its patience was over, is not known as such; {@link #run} finds it out.
   *
   * @throws IOException if the folder's files cannot be read
   */
  public boolean isFinished() throws IOException {
    Path written = folder.resolve(TrainingRun.RECIPE_NAME);
    return Files.exists(model())
        && Files.exists(written)
        && recipe.differencesFrom(Files.readString(written)).isEmpty()
        && epochsDone() >= recipe.schedule().epochs();
  }

  private long epochsDone() throws IOException {
    Path log = folder.resolve(TrainingRun.LOG_NAME);
    return Files.exists(log) ? Files.readAllLines(log).size() - 1 : 0;
  }

  private Path model() {
    return folder.resolve(recipe.net().isQuantized() ? TrainingRun.BUNDLE_NAME : FloatNet.NAME);
  }

  private TrainingHistory history() throws IOException {
    return TrainingHistory.read(folder.resolve(TrainingRun.LOG_NAME));
  }

  private Segmenter net(Path model) throws IOException {
    try {
      return Segmenter.of(model);
    } catch (DecodeException e) {
      throw new IOException(
          "%s is damaged: %s; delete the folder %s and train again"
              .formatted(model, e.getMessage(), folder),
          e);
    }
  }
}
