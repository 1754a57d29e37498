package io.quantunet.trainer.run;

import io.quantunet.trainer.data.BatchSampler;
import io.quantunet.trainer.data.GridSize;
import io.quantunet.trainer.data.Sample;
import io.quantunet.trainer.run.recipe.Recipe;
import java.util.List;
import java.util.Optional;
import java.util.Random;

/** Draws the batches of a run: labelled images first, then those without masks, if there are. */
final class Batches {

  private final BatchSampler labelled;
  private final Optional<BatchSampler> unlabelled;
  private final int labelledImages;
  private final byte[] codes;
  private final byte[] masks;
  private final byte[] labelledCodes;
  private final byte[] labelledMasks;
  private final byte[] unlabelledCodes;
  private final byte[] unlabelledMasks;

  Batches(Recipe recipe, Inputs inputs) {
    GridSize grid = new GridSize(recipe.net().gridWidth(), recipe.net().gridHeight());
    int batch = recipe.data().batch();
    int without = recipe.distillation().unlabelledImages(batch);
    this.labelled = sampler(recipe, inputs.data().train(), grid);
    this.unlabelled =
        without == 0 ? Optional.empty() : Optional.of(sampler(recipe, inputs.unlabelled(), grid));
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

  /** Draws the next batch. */
  void draw(Random random) {
    labelled.draw(random, labelledCodes, labelledMasks);
    System.arraycopy(labelledCodes, 0, codes, 0, labelledCodes.length);
    System.arraycopy(labelledMasks, 0, masks, 0, labelledMasks.length);
    unlabelled.ifPresent(
        sampler -> {
          sampler.draw(random, unlabelledCodes, unlabelledMasks);
          System.arraycopy(unlabelledCodes, 0, codes, labelledCodes.length, unlabelledCodes.length);
        });
  }

  /** Grey levels of the last batch, {@code [N, H, W]}. */
  byte[] codes() {
    return codes;
  }

  /** Its masks, {@code [N, H, W]}, 0 or 1; blank where there is none. */
  byte[] masks() {
    return masks;
  }

  /** The first so many images have a mask. */
  int labelledImages() {
    return labelledImages;
  }
}
