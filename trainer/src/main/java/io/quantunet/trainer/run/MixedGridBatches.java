package io.quantunet.trainer.run;

import io.quantunet.trainer.data.Batch;
import io.quantunet.trainer.data.GridMix;
import io.quantunet.trainer.data.GridSize;
import io.quantunet.trainer.data.MixedSizeSampler;
import io.quantunet.trainer.data.Sample;
import io.quantunet.trainer.data.augmentation.DrawSeed;
import io.quantunet.trainer.run.recipe.Recipe;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** Batches of several grids, each drawn from a seed of its own. */
final class MixedGridBatches implements Batches {

  /** Told apart from the seeds of a batch's images, which are 0 and more. */
  private static final long UNLABELLED = -2;

  private final long seed;
  private final MixedSizeSampler labelled;
  private final Optional<MixedSizeSampler> unlabelled;
  private final int labelledImages;
  private final int unlabelledImages;

  MixedGridBatches(Recipe recipe, GridMix mix, Inputs inputs) {
    this.seed = recipe.seed();
    this.unlabelledImages = recipe.distillation().unlabelledImages(recipe.data().batch());
    this.labelledImages = recipe.data().batch() - unlabelledImages;
    this.labelled = sampler(recipe, mix, inputs.data()::trainOn);
    this.unlabelled =
        unlabelledImages == 0
            ? Optional.empty()
            : Optional.of(sampler(recipe, mix, inputs.unlabelled()::get));
  }

  @Override
  public Batch draw(int epoch, int step) {
    DrawSeed batch = DrawSeed.of(seed).then(epoch).then(step);
    Batch images = labelled.draw(batch, labelledImages);
    return unlabelled
        .map(sampler -> sampler.draw(batch.then(UNLABELLED), images.grid(), unlabelledImages))
        .map(images::followedBy)
        .orElse(images);
  }

  @Override
  public int labelledImages() {
    return labelledImages;
  }

  private static MixedSizeSampler sampler(
      Recipe recipe, GridMix mix, Function<GridSize, List<Sample>> samples) {
    return new MixedSizeSampler(
        mix, samples, recipe.data().augmentation(), recipe.data().weighting());
  }
}
