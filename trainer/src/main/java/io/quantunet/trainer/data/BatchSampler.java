package io.quantunet.trainer.data;

import io.quantunet.trainer.data.augmentation.Augmentation;
import io.quantunet.trainer.data.augmentation.AugmentationSettings;
import io.quantunet.trainer.data.augmentation.DrawSeed;
import io.quantunet.trainer.data.augmentation.View;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.random.RandomGenerator;

/**
 * Draws augmented batches. A sample's weight follows from the size of its class; each data folder's
 * classes count as classes of their own. Any number of threads may draw at once, each with its own
 * generator or seed.
 */
public final class BatchSampler {

  private final List<Sample> samples;
  private final double[] cumulative;
  private final Augmentation augmentation;

  /**
   * With the augmentation {@code basic} and weights of one over the root of a class's size.
   *
   * @param samples not empty, all on the grid
   * @param gridWidth pixels across
   * @param gridHeight pixels down
   */
  public BatchSampler(List<Sample> samples, int gridWidth, int gridHeight) {
    this(
        samples,
        new Augmentation(AugmentationSettings.BASIC, gridWidth, gridHeight),
        ClassWeighting.SQRT_INVERSE);
  }

  /**
   * @param samples not empty, all on the grid
   * @param grid of samples and batches
   * @param augmentation what views are made of
   * @param weighting of classes
   */
  public BatchSampler(
      List<Sample> samples,
      GridSize grid,
      AugmentationSettings augmentation,
      ClassWeighting weighting) {
    this(samples, new Augmentation(augmentation, grid.width(), grid.height()), weighting);
  }

  private BatchSampler(List<Sample> samples, Augmentation augmentation, ClassWeighting weighting) {
    this.samples = List.copyOf(samples);
    this.augmentation = augmentation;
    Map<String, Integer> sizes = new HashMap<>();
    samples.forEach(sample -> sizes.merge(key(sample), 1, Integer::sum));
    this.cumulative = new double[samples.size()];
    double sum = 0;
    for (int i = 0; i < cumulative.length; i++) {
      sum += weighting.weight(sizes.get(key(samples.get(i))));
      cumulative[i] = sum;
    }
  }

  /**
   * Fills a batch with the next numbers of a generator.
   *
   * @param codes {@code [N, H, W]}, overwritten
   * @param masks {@code [N, H, W]}, 0 or 1, overwritten
   */
  public void draw(Random random, byte[] codes, byte[] masks) {
    int pixels = samples.get(0).codes().length;
    for (int offset = 0; offset < codes.length; offset += pixels) {
      Sample sample = choose(random);
      augmentation.draw(
          sample.codes(), sample.mask().pixels(), random, new View(codes, masks, offset));
    }
  }

  /**
   * Fills the batch that belongs to a seed. Each image has its own numbers, and each ingredient of
   * its view too: what one of them takes does not move the others.
   *
   * @param batch e.g. {@code DrawSeed.of(run).then(epoch).then(step)}
   * @param codes {@code [N, H, W]}, overwritten
   * @param masks {@code [N, H, W]}, 0 or 1, overwritten
   */
  public void draw(DrawSeed batch, byte[] codes, byte[] masks) {
    int pixels = samples.get(0).codes().length;
    for (int i = 0; i < codes.length / pixels; i++) {
      DrawSeed image = batch.then(i);
      Sample sample = choose(image.random());
      augmentation.draw(
          sample.codes(), sample.mask().pixels(), image, new View(codes, masks, i * pixels));
    }
  }

  private Sample choose(RandomGenerator random) {
    double target = random.nextDouble() * cumulative[cumulative.length - 1];
    int found = Arrays.binarySearch(cumulative, target);
    return samples.get(Math.min(samples.size() - 1, found < 0 ? -found - 1 : found + 1));
  }

  private static String key(Sample sample) {
    return sample.folder() + "/" + sample.className();
  }
}
