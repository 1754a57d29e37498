package io.quantunet.trainer.run;

import io.quantunet.trainer.data.BatchSampler;
import io.quantunet.trainer.data.DataSet;
import io.quantunet.trainer.loss.BitWidthPenalty;
import io.quantunet.trainer.loss.SegmentationLoss;
import io.quantunet.trainer.net.IntegerImport;
import io.quantunet.trainer.net.UNet;
import io.quantunet.trainer.optimizer.Adam;
import io.quantunet.trainer.optimizer.CosineSchedule;
import io.quantunet.trainer.optimizer.Parameter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.function.Consumer;

/** Trains a net. */
public final class TrainingRun implements AutoCloseable {

  /** Name of the bundle in the run's folder. */
  public static final String BUNDLE_NAME = "model.qun";

  private static final String CHECKPOINT_NAME = "checkpoint.bin";

  private final TrainingSettings settings;
  private final DataSet data;
  private final Consumer<String> progress;
  private final BundleWriter bundles;
  private final UNet net;
  private final Adam adam;
  private final BatchSampler sampler;
  private final byte[] codes;
  private final byte[] masks;
  private double bestScore = Double.NEGATIVE_INFINITY;

  private TrainingRun(
      TrainingSettings settings, DataSet data, InstantSource clock, Consumer<String> progress) {
    this.settings = settings;
    this.data = data;
    this.progress = progress;
    this.net = new UNet(settings.net(), new Random(settings.seed()));
    settings.parent().ifPresent(parent -> IntegerImport.into(net, parent.model()));
    this.adam = new Adam(settings.rates());
    this.sampler = new BatchSampler(data.train(), settings.gridWidth(), settings.gridHeight());
    this.bundles = new BundleWriter(settings, data, clock);
    int pixels = settings.batch() * settings.gridWidth() * settings.gridHeight();
    this.codes = new byte[pixels];
    this.masks = new byte[pixels];
  }

  /**
   * Trains to the end. After every epoch the folder holds a checkpoint and a longer log; from the
   * first epoch without batch normalization on it holds the best bundle so far (the last one where
   * no image to validate on has a lesion).
   *
   * @param settings what to do
   * @param data what to learn from, on the settings' grid
   * @param clock for the bundle's date
   * @param progress gets a line per epoch, to be shown to people
   * @return the best bundle
   * @throws IOException if the folder cannot be written, or the checkpoint belongs to another run
   * @throws TrainingException if the loss is no number any more, or the thread is interrupted (it
   *     stays so)
   */
  public static Path run(
      TrainingSettings settings, DataSet data, InstantSource clock, Consumer<String> progress)
      throws IOException {
    Files.createDirectories(settings.out());
    try (TrainingRun run = new TrainingRun(settings, data, clock, progress)) {
      return run.run();
    }
  }

  @Override
  public void close() {
    net.close();
  }

  private Path run() throws IOException {
    progress.accept(
        "%d images to train on, %d to validate"
            .formatted(data.train().size(), data.validation().size()));
    int first = settings.resume() ? resume() : 0;
    TrainingLog log = TrainingLog.open(settings.out(), first, settings.epochs(), progress);
    for (int epoch = first; epoch < settings.epochs(); epoch++) {
      if (epoch == settings.normalizedEpochs() && !net.isFolded()) {
        fold();
      }
      long start = System.nanoTime();
      EpochLosses losses = trainEpoch(epoch);
      Validation validation = Validation.of(net, data.validation());
      double seconds = (System.nanoTime() - start) / 1e9;
      log.append(new TrainingLog.Epoch(epoch + 1, losses, validation, seconds), net);
      keep(epoch, validation);
    }
    return settings.out().resolve(BUNDLE_NAME);
  }

  private EpochLosses trainEpoch(int epoch) {
    Random random = new Random(settings.seed() * 1_000_003 + epoch);
    int steps = Math.max(1, data.train().size() / settings.batch());
    double crossEntropy = 0;
    double dice = 0;
    double bits = 0;
    for (int step = 0; step < steps; step++) {
      requireNotInterrupted(epoch, step);
      sampler.draw(random, codes, masks);
      InputBatch.put(net.input(), codes);
      net.forward(true);
      SegmentationLoss.Value loss =
          SegmentationLoss.evaluate(net.logits(), masks, net.logitGradient());
      requireFinite(loss.total(), epoch, step);
      net.backward();
      bits += BitWidthPenalty.addTo(net, settings.lambda());
      List<Parameter> parameters = net.parameters();
      adam.step(
          parameters,
          CosineSchedule.factor((long) epoch * steps + step, (long) settings.epochs() * steps));
      net.clampWidths();
      crossEntropy += loss.crossEntropy();
      dice += loss.dice();
    }
    return new EpochLosses(crossEntropy / steps, dice / steps, bits / steps);
  }

  private static void requireNotInterrupted(int epoch, int step) {
    if (Thread.currentThread().isInterrupted()) {
      throw new TrainingException(
          "epoch %d, step %d: the training was interrupted".formatted(epoch + 1, step + 1));
    }
  }

  private void requireFinite(double loss, int epoch, int step) {
    if (!Double.isFinite(loss)) {
      Optional<String> layer = net.firstNotFinite();
      throw new TrainingException(
          ("epoch %d, step %d: the loss is %s; the first layer that is not finite is %s. Lower the"
                  + " learning rate, or resume from the last checkpoint.")
              .formatted(epoch + 1, step + 1, loss, layer.orElse("none (the loss itself)")));
    }
  }

  private void fold() {
    net.fold();
    // Weights have another scale now and biases are new: old moments would mislead.
    net.parameters().stream()
        .filter(parameter -> parameter.group() == Parameter.Group.WEIGHT)
        .forEach(parameter -> adam.forget(parameter.name()));
    progress.accept("batch normalization folded");
  }

  private void keep(int epoch, Validation validation) throws IOException {
    // Without a lesion to find, the best net would be the one that finds nothing: the last is
    // taken.
    boolean judged = validation.all().lesionImages() > 0;
    if (net.isFolded() && (!judged || validation.score() > bestScore)) {
      bestScore = validation.score();
      bundles.write(settings.out().resolve(BUNDLE_NAME), net, validation, epoch + 1);
    }
    new Checkpoint(epoch + 1, bestScore).write(checkpointFile(), settings.fingerprint(), net, adam);
  }

  private int resume() throws IOException {
    if (!Files.exists(checkpointFile())) {
      return 0;
    }
    Checkpoint checkpoint = Checkpoint.read(checkpointFile(), settings.fingerprint(), net, adam);
    bestScore = checkpoint.bestScore();
    progress.accept("resumed after epoch " + checkpoint.epochsDone());
    return checkpoint.epochsDone();
  }

  private Path checkpointFile() {
    return settings.out().resolve(CHECKPOINT_NAME);
  }
}
