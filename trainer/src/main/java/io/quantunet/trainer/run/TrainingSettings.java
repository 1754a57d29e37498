package io.quantunet.trainer.run;

import io.quantunet.driver.model.BitWidth;
import io.quantunet.driver.model.LoadedModel;
import io.quantunet.trainer.net.NetSettings;
import io.quantunet.trainer.net.Precision;
import io.quantunet.trainer.optimizer.Adam;
import java.nio.file.Path;
import java.util.Optional;

/**
 * A training run, but for its data.
 *
 * @param out folder for the log, checkpoints and the bundle; made if it is missing
 * @param width channels of the first stage
 * @param gridWidth pixels across, a multiple of 16
 * @param gridHeight pixels down, a multiple of 16
 * @param epochs passes over as many images as the training part holds
 * @param batch images per step
 * @param activationWidth bits of activation codes
 * @param lambda price of bits
 * @param rates learning rates at the start
 * @param seed of weights, order and augmentation
 * @param resume goes on from the checkpoint in {@code out}, if there is one
 * @param parent model to start from, already without batch normalization; empty trains from scratch
 * @param precision of what convolutions multiply; part of the recipe, since gradients depend on it
 */
public record TrainingSettings(
    Path out,
    int width,
    int gridWidth,
    int gridHeight,
    int epochs,
    int batch,
    BitWidth activationWidth,
    double lambda,
    Adam.Rates rates,
    long seed,
    boolean resume,
    Optional<LoadedModel> parent,
    Precision precision) {

  /** Share of the epochs that keep batch normalization. */
  static final double NORMALIZED_SHARE = 0.7;

  private static final double INITIAL_BITS = 4.3;

  /** Bit widths rest: a few frames of feedback are no reason to spend other bits. */
  private static final Adam.Rates FINE_TUNING_RATES = new Adam.Rates(1e-4, 0, 1e-3);

  public TrainingSettings {
    if (epochs < 1) {
      throw new IllegalArgumentException("epochs must be positive, was " + epochs);
    }
  }

  /** The recipe of the shipped model: width 16, 128 x 128, batches of 16, 40 epochs. */
  public static TrainingSettings recipe(Path out) {
    return new TrainingSettings(
        out,
        16,
        128,
        128,
        40,
        16,
        new BitWidth(6),
        0.25,
        Adam.Rates.DEFAULT,
        1,
        false,
        Optional.empty(),
        Precision.FLOAT32);
  }

  /** The same with other sizes; the command line's options. */
  public TrainingSettings with(int newWidth, int newEpochs, double newLambda, long newSeed) {
    return new TrainingSettings(
        out,
        newWidth,
        gridWidth,
        gridHeight,
        newEpochs,
        batch,
        activationWidth,
        newLambda,
        rates,
        newSeed,
        resume,
        parent,
        precision);
  }

  /** The same, going on from the checkpoint in {@code out} if there is one. */
  public TrainingSettings resuming(boolean newResume) {
    return new TrainingSettings(
        out,
        width,
        gridWidth,
        gridHeight,
        epochs,
        batch,
        activationWidth,
        lambda,
        rates,
        seed,
        newResume,
        parent,
        precision);
  }

  /** The same in another precision. */
  public TrainingSettings in(Precision newPrecision) {
    return new TrainingSettings(
        out,
        width,
        gridWidth,
        gridHeight,
        epochs,
        batch,
        activationWidth,
        lambda,
        rates,
        seed,
        resume,
        parent,
        newPrecision);
  }

  /** The same in batches of another size: wide nets need small ones. */
  public TrainingSettings inBatchesOf(int newBatch) {
    return new TrainingSettings(
        out,
        width,
        gridWidth,
        gridHeight,
        epochs,
        newBatch,
        activationWidth,
        lambda,
        rates,
        seed,
        resume,
        parent,
        precision);
  }

  /**
   * A short run that goes on from a model: its width, activations and grid, a tenth of the rates.
   *
   * @param model to start from
   * @param newOut folder for the log, checkpoints and the bundle
   * @param newEpochs passes over the data
   */
  public static TrainingSettings fineTuning(LoadedModel model, Path newOut, int newEpochs) {
    TrainingSettings recipe = recipe(newOut);
    BitWidth activations = model.model().layers().get(0).output().orElseThrow().width();
    return new TrainingSettings(
        newOut,
        model.model().width(),
        model.manifest().gridWidth(),
        model.manifest().gridHeight(),
        newEpochs,
        recipe.batch(),
        activations,
        recipe.lambda(),
        FINE_TUNING_RATES,
        recipe.seed(),
        false,
        Optional.of(model),
        recipe.precision());
  }

  /** Epochs with batch normalization, never all; none when a parent has already lost it. */
  int normalizedEpochs() {
    return parent.isPresent()
        ? 0
        : Math.min(epochs - 1, (int) Math.round(epochs * NORMALIZED_SHARE));
  }

  NetSettings net() {
    return new NetSettings(
        width, gridWidth, gridHeight, batch, activationWidth, INITIAL_BITS, true, precision);
  }

  /** What a checkpoint must agree with to be gone on from. */
  String fingerprint() {
    return ("width %d, grid %dx%d, epochs %d, batch %d, activations %d bits, lambda %s, %s, seed %d,"
            + " %s")
        .formatted(
            width,
            gridWidth,
            gridHeight,
            epochs,
            batch,
            activationWidth.bits(),
            lambda,
            rates,
            seed,
            precision.label());
  }
}
