package io.quantunet.trainer.run;

import io.quantunet.trainer.data.Batch;
import io.quantunet.trainer.data.BatchSampler;
import io.quantunet.trainer.data.GridSize;
import io.quantunet.trainer.data.Sample;
import io.quantunet.trainer.run.recipe.Recipe;
import java.util.List;
import java.util.Optional;
import java.util.Random;

/** Batches of the net's grid, drawn from one generator an epoch, one after the other. */
final class OneGridBatches implements Batches {

  private final GridSize grid;
  private final long seed;

  private final BatchSampler labelled;
  private final Optional<BatchSampler> unlabelled;
  private final int labelledImages;
  private final byte[] codes;
  private final byte[] masks;
  private final byte[] labelledCodes;
  private final byte[] labelledMasks;
  private final byte[] unlabelledCodes;
  private final byte[] unlabelledMasks;
  private Random random = new Random();

  OneGridBatches(Recipe recipe, Inputs inputs) {
    this.grid = recipe.net().grid();
    this.seed = recipe.seed();
    int batch = recipe.data().batch();
    int without = recipe.distillation().unlabelledImages(batch);
    this.labelled = sampler(recipe, inputs.data().trainOn(grid), grid);
    this.unlabelled =
        without == 0
            ? Optional.empty()
            : Optional.of(sampler(recipe, inputs.unlabelled().get(grid), grid));
    this.labelledImages = batch - without;
    int pixels = grid.pixels();
    this.codes = new byte[batch * pixels];
    this.masks = new byte[batch * pixels];
    this.labelledCodes = new byte[labelledImages * pixels];
    this.labelledMasks = new byte[labelledImages * pixels];
    this.unlabelledCodes = new byte[without * pixels];
    this.unlabelledMasks = new byte[without * pixels];
  }

  private static BatchSampler sampler(Recipe recipe, List<Sample> samples, GridSize grid) {
    return new BatchSampler(samples, grid, recipe.data().augmentation(), recipe.data().weighting());
  }

  @Override
  public Batch draw(int epoch, int step) {
    if (step == 0) {
      random = new Random(seed * 1_000_003 + epoch);
    }
    labelled.draw(random, labelledCodes, labelledMasks);
    System.arraycopy(labelledCodes, 0, codes, 0, labelledCodes.length);
    System.arraycopy(labelledMasks, 0, masks, 0, labelledMasks.length);
    unlabelled.ifPresent(
        sampler -> {
          sampler.draw(random, unlabelledCodes, unlabelledMasks);
          System.arraycopy(unlabelledCodes, 0, codes, labelledCodes.length, unlabelledCodes.length);
        });
    return new Batch(grid, codes, masks);
  }

  @Override
  public int labelledImages() {
    return labelledImages;
  }
}
