package io.quantunet.trainer.run;

import io.quantunet.trainer.data.DataSet;
import io.quantunet.trainer.data.GridSize;
import io.quantunet.trainer.data.Sample;
import io.quantunet.trainer.run.recipe.DistillationPart;
import io.quantunet.trainer.run.recipe.Recipe;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** Trains a net. */
public final class TrainingRun implements AutoCloseable {

  /** Name of the bundle in the run's folder. */
  public static final String BUNDLE_NAME = "model.qun";

  /** Name of the whole recipe in the run's folder. */
  public static final String RECIPE_NAME = "recipe.conf";

  /** Name of the log in the run's folder: a line per epoch. */
  public static final String LOG_NAME = "training-log.csv";

  /** Name of the checkpoint in the run's folder. */
  static final String CHECKPOINT_NAME = "checkpoint.bin";

  private final TrainingSettings settings;
  private final Recipe recipe;
  private final DataSet data;
  private final Progress progress;
  private final Checkpoint.Origin origin;
  private final Learner learner;
  private final EpochTrainer trainer;
  private final ModelKeeper keeper;

  private TrainingRun(
      TrainingSettings settings, DataSet data, InstantSource clock, Progress progress)
      throws IOException {
    this.settings = settings;
    this.recipe = settings.recipe();
    this.data = data;
    this.progress = progress;
    Inputs inputs =
        new Inputs(data, unlabelled(recipe), recipe.distillation().teacher(), settings.parent());
    this.origin = new Checkpoint.Origin(recipe, inputs.digest());
    this.learner = new Learner(recipe, settings.parent());
    this.trainer = new EpochTrainer(recipe, inputs, learner, progress);
    this.keeper = new ModelKeeper(settings, new BundleWriter(settings, data, clock));
  }

  /**
   * Trains to the end. The folder holds the whole recipe; after every epoch it holds a checkpoint
   * and a longer log; from the first epoch without batch normalization on it holds the best model
   * so far (the last one where no image to validate on has a lesion), or, if the recipe keeps the
   * last, at the end the last. A run that is resumed after its end is left as it is.
   *
   * @param settings what to do
   * @param data what to learn from, on the recipe's grid and on those of its batches
   * @param clock for the bundle's date
   * @param progress gets a line per epoch, to be shown to people
   * @return the model: a bundle, or a {@link FloatNet} if the recipe trains in floats
   * @throws IOException if the folder cannot be written; if it holds a checkpoint and the run is
   *     not to be resumed, or one of another run, or a log that another version began
   * @throws TrainingException if the loss is no number any more, or the thread is interrupted (it
   *     stays so)
   */
  public static Path run(
      TrainingSettings settings, DataSet data, InstantSource clock, Progress progress)
      throws IOException {
    requireNoOtherRun(settings);
    Files.createDirectories(settings.out());
    try (TrainingRun run = new TrainingRun(settings, data, clock, progress)) {
      return run.run();
    }
  }

  private static void requireNoOtherRun(TrainingSettings settings) throws IOException {
    if (!settings.resume() && Files.exists(settings.out().resolve(CHECKPOINT_NAME))) {
      throw new IOException(
          "%s holds a run already (%s); --resume goes on with it; to begin another give another"
                  .formatted(settings.out(), CHECKPOINT_NAME)
              + " --out, or delete that folder");
    }
  }

  @Override
  public void close() {
    trainer.close();
    learner.close();
  }

  private Path run() throws IOException {
    progress.line(
        "%d images to train on, %d to validate"
            .formatted(data.train().size(), data.validation().size()));
    int first = settings.resume() ? resume() : 0;
    int done = isOver(first) ? first : trainFrom(first);
    if (done < recipe.schedule().epochs()) {
      progress.line(
          "no better score in %d epochs: ends after epoch %d"
              .formatted(recipe.schedule().patience(), done));
    }
    return keeper.file();
  }

  private boolean isOver(int epochsDone) {
    return epochsDone == recipe.schedule().epochs() || keeper.isPatienceOver();
  }

  /** Returns how many epochs are done in the end. */
  private int trainFrom(int first) throws IOException {
    TrainingLog log = TrainingLog.open(settings, learner.net(), first, progress);
    writeRecipe();
    int epoch = first;
    while (!isOver(epoch)) {
      if (epoch == settings.normalizedEpochs() && !learner.net().isFolded()) {
        learner.fold();
        progress.line("batch normalization folded");
      }
      trainAndJudge(epoch, log);
      epoch++;
      keeper.checkpoint(epoch).write(settings.out().resolve(CHECKPOINT_NAME), origin, learner);
    }
    return epoch;
  }

  private void trainAndJudge(int epoch, TrainingLog log) throws IOException {
    long start = System.nanoTime();
    EpochLosses losses = trainer.train(epoch);
    requireFinite(epoch);
    learner.averaged(
        net -> {
          Validation validation = Validation.of(net, data.validation());
          double seconds = (System.nanoTime() - start) / 1e9;
          log.append(
              new TrainingLog.Epoch(
                  epoch + 1,
                  losses,
                  trainer.rateFactor(epoch) * recipe.optimizer().rates().weight(),
                  trainer.lambda(epoch),
                  validation,
                  seconds),
              net);
          keeper.judge(epoch, net, validation);
        });
  }

  /** The epoch's last step may have spoilt what no loss has seen: that must not be kept. */
  private void requireFinite(int epoch) {
    learner
        .firstNotFinite()
        .ifPresent(
            layer -> {
              throw new TrainingException(
                  ("epoch %d, last step: the first layer that is not finite is %s. Lower the"
                          + " learning rate; the checkpoint of the last good epoch, if there was"
                          + " one, is intact.")
                      .formatted(epoch + 1, layer));
            });
  }

  private int resume() throws IOException {
    Path file = settings.out().resolve(CHECKPOINT_NAME);
    if (!Files.exists(file)) {
      return 0;
    }
    Checkpoint checkpoint = Checkpoint.read(file, origin, learner);
    keeper.resume(checkpoint);
    progress.line("resumed after epoch " + checkpoint.epochsDone());
    return checkpoint.epochsDone();
  }

  private void writeRecipe() throws IOException {
    String text =
        "# The whole recipe of this run, sha256 %s without the places of images and nets.%n%s"
            .formatted(recipe.digest(), recipe.text());
    AtomicFile.write(
        settings.out().resolve(RECIPE_NAME),
        out -> out.write(text.getBytes(StandardCharsets.UTF_8)));
  }

  /** On the net's own grid, and on those that batches are of. */
  private static Map<GridSize, List<Sample>> unlabelled(Recipe recipe) {
    Map<GridSize, List<Sample>> images = new LinkedHashMap<>();
    Stream.concat(Stream.of(recipe.net().grid()), recipe.data().grids().stream())
        .forEach(grid -> images.computeIfAbsent(grid, g -> unlabelled(recipe.distillation(), g)));
    return images;
  }

  private static List<Sample> unlabelled(DistillationPart part, GridSize grid) {
    return part.unlabelled().stream()
        .flatMap(folder -> UnlabelledFolder.load(folder, grid.width(), grid.height()).stream())
        .toList();
  }
}
