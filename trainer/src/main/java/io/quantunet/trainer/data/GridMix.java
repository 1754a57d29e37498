package io.quantunet.trainer.data;

import io.quantunet.trainer.data.augmentation.DrawSeed;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Which grid a batch gets: each by its share, always the same one for the same batch.
 *
 * @param shares not empty, each grid once
 */
public record GridMix(List<Share> shares) {

  /** Told apart from the seeds of the batch's images, which are 0 and more. */
  private static final long CHOICE = -1;

  private static final Pattern SHARE =
      Pattern.compile("(?:(\\d+(?:\\.\\d+)?) of )?(\\d{1,5})x(\\d{1,5})");

  /**
   * A grid and how often it is taken.
   *
   * @param grid of whole batches
   * @param weight more than 0, relative to the others
   */
  public record Share(GridSize grid, double weight) {

    /**
     * @throws IllegalArgumentException if the weight is not positive
     */
    public Share {
      if (!(weight > 0 && Double.isFinite(weight))) {
        throw new IllegalArgumentException(
            "grid %s: its share must be more than 0, was %s".formatted(grid, weight));
      }
    }

    /**
     * From its text: {@code 160x128}, or {@code 2 of 160x128} for one that is taken twice as often
     * as those without a number.
     *
     * @throws IllegalArgumentException if it is no such text, or out of range
     */
    public static Share of(String text) {
      Matcher parts = SHARE.matcher(text);
      if (!parts.matches()) {
        throw new IllegalArgumentException(
            "'%s' is no grid; write e.g. 160x128, or '2 of 160x128' to take it twice as often"
                .formatted(text));
      }
      return new Share(
          new GridSize(Integer.parseInt(parts.group(2)), Integer.parseInt(parts.group(3))),
          parts.group(1) == null ? 1 : Double.parseDouble(parts.group(1)));
    }
  }

  /**
   * @throws IllegalArgumentException if there is no grid, or one twice
   */
  public GridMix {
    shares = List.copyOf(shares);
    if (shares.isEmpty() || shares.stream().map(Share::grid).distinct().count() < shares.size()) {
      throw new IllegalArgumentException(
          "grids to mix must be named once each, and at least one; was " + shares);
    }
  }

  /** The grid of the batch that belongs to a seed. */
  public GridSize choose(DrawSeed batch) {
    double target =
        batch.then(CHOICE).random().nextDouble() * shares.stream().mapToDouble(Share::weight).sum();
    for (Share share : shares) {
      target -= share.weight();
      if (target < 0) {
        return share.grid();
      }
    }
    return shares.get(shares.size() - 1).grid(); // the sum was rounded
  }

  /** All grids, in the order given. */
  public List<GridSize> grids() {
    return shares.stream().map(Share::grid).toList();
  }
}
