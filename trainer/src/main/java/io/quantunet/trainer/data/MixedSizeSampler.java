package io.quantunet.trainer.data;

import io.quantunet.trainer.data.augmentation.AugmentationSettings;
import io.quantunet.trainer.data.augmentation.DrawSeed;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/**
 * Draws batches of several grids, so that one net learns lesions of more than one apparent size and
 * sharpness. Each grid has its own copies of the samples, stretched from the files: a grid of 256
 * shows what one of 128 has lost.
 */
public final class MixedSizeSampler {

  private final GridMix mix;
  private final Map<GridSize, BatchSampler> samplers = new HashMap<>();

  /**
   * @param mix grids and their shares
   * @param samples gives what to learn from on a grid; asked once for each
   * @param augmentation what views are made of
   * @param weighting of classes
   */
  public MixedSizeSampler(
      GridMix mix,
      Function<GridSize, List<Sample>> samples,
      AugmentationSettings augmentation,
      ClassWeighting weighting) {
    this.mix = mix;
    for (GridSize grid : mix.grids()) {
      samplers.put(grid, new BatchSampler(samples.apply(grid), grid, augmentation, weighting));
    }
  }

  /**
   * The batch that belongs to a seed, on the grid that belongs to it.
   *
   * @param batch e.g. {@code DrawSeed.of(run).then(epoch).then(step)}
   * @param images number of images in it
   */
  public Batch draw(DrawSeed batch, int images) {
    return draw(batch, mix.choose(batch), images);
  }

  /**
   * The batch that belongs to a seed, on a grid of one's own choice.
   *
   * @param grid one of the mix
   */
  public Batch draw(DrawSeed batch, GridSize grid, int images) {
    byte[] codes = new byte[images * grid.pixels()];
    byte[] masks = new byte[codes.length];
    samplers.get(grid).draw(batch, codes, masks);
    return new Batch(grid, codes, masks);
  }
}
