package io.quantunet.trainer.run;

import io.quantunet.trainer.net.UNet;
import io.quantunet.trainer.run.recipe.SchedulePart;
import io.quantunet.trainer.run.recipe.SchedulePart.Keep;
import java.io.IOException;
import java.nio.file.Path;

/** Decides which epoch's net a run ends with, and writes it. */
final class ModelKeeper {

  private final TrainingSettings settings;
  private final BundleWriter bundles;
  private double bestScore = Double.NEGATIVE_INFINITY;
  private int epochsSinceBest;

  ModelKeeper(TrainingSettings settings, BundleWriter bundles) {
    this.settings = settings;
    this.bundles = bundles;
  }

  /** Where the model is or will be: a bundle, or a float net's file. */
  Path file() {
    boolean quantized = settings.recipe().net().isQuantized();
    return settings.out().resolve(quantized ? TrainingRun.BUNDLE_NAME : FloatNet.NAME);
  }

  /** Goes on where a checkpoint was written. */
  void resume(Checkpoint checkpoint) {
    bestScore = checkpoint.bestScore();
    epochsSinceBest = checkpoint.epochsSinceBest();
  }

  /** What a checkpoint after so many epochs shall remember. */
  Checkpoint checkpoint(int epochsDone) {
    return new Checkpoint(epochsDone, bestScore, epochsSinceBest);
  }

  /** Whether nothing has become better for so long that the run shall end. */
  boolean isPatienceOver() {
    return schedule().isPatienceOver(epochsSinceBest);
  }

  /**
   * Judges an epoch, and writes its net if it is the one to keep so far.
   *
   * @param epoch from 0
   */
  void judge(int epoch, UNet net, Validation validation) throws IOException {
    if (!net.isFolded()) {
      return;
    }
    // Without a lesion to find, the best net would be the one that finds nothing: the last is
    // taken.
    boolean judged = validation.all().lesionImages() > 0;
    boolean better = !judged || validation.score() > bestScore;
    if (better) {
      bestScore = validation.score();
    }
    epochsSinceBest = better ? 0 : epochsSinceBest + 1;
    boolean last = epoch + 1 == schedule().epochs() || isPatienceOver();
    if (schedule().keep() == Keep.BEST ? better : last) {
      write(epoch, net, validation);
    }
  }

  private void write(int epoch, UNet net, Validation validation) throws IOException {
    if (net.settings().isQuantized()) {
      bundles.write(file(), net, validation, epoch + 1);
    } else {
      FloatNet.write(file(), settings.recipe(), net);
    }
  }

  private SchedulePart schedule() {
    return settings.recipe().schedule();
  }
}
