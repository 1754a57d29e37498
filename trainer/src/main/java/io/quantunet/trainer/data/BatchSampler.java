package io.quantunet.trainer.data;

import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/**
 * Draws augmented batches. A sample's weight is one over the root of its class's size, so that rare
 * classes are seen more often than their share and yet do not wear out; each data folder's classes
 * count as classes of their own.
 */
public final class BatchSampler {

  private final List<Sample> samples;
  private final double[] cumulative;
  private final Augmentation augmentation;

  /**
   * @param samples not empty, all on the grid
   * @param gridWidth pixels across
   * @param gridHeight pixels down
   */
  public BatchSampler(List<Sample> samples, int gridWidth, int gridHeight) {
    this.samples = List.copyOf(samples);
    this.augmentation = new Augmentation(gridWidth, gridHeight);
    Map<String, Integer> sizes = new HashMap<>();
    samples.forEach(sample -> sizes.merge(key(sample), 1, Integer::sum));
    this.cumulative = new double[samples.size()];
    double sum = 0;
    for (int i = 0; i < cumulative.length; i++) {
      sum += 1 / Math.sqrt(sizes.get(key(samples.get(i))));
      cumulative[i] = sum;
    }
  }

  /**
   * Fills a batch.
   *
   * @param codes {@code [N, H, W]}, overwritten
   * @param masks {@code [N, H, W]}, 0 or 1, overwritten
   */
  public void draw(Random random, byte[] codes, byte[] masks) {
    int pixels = samples.get(0).codes().length;
    for (int offset = 0; offset < codes.length; offset += pixels) {
      augmentation.draw(choose(random), random, codes, masks, offset);
    }
  }

  private Sample choose(Random random) {
    double target = random.nextDouble() * cumulative[cumulative.length - 1];
    int found = Arrays.binarySearch(cumulative, target);
    return samples.get(Math.min(samples.size() - 1, found < 0 ? -found - 1 : found + 1));
  }

  private static String key(Sample sample) {
    return sample.folder() + "/" + sample.className();
  }
}
