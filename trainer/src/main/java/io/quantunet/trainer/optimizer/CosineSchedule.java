package io.quantunet.trainer.optimizer;

/**
 * Learning rate over a run: a linear warm-up (Goyal et al., arXiv 1706.02677), then half a cosine
 * from 1 to 0 (Loshchilov and Hutter, arXiv 1608.03983).
 *
 * @param warmUpSteps steps until the rate is whole, fewer than all
 * @param steps in the whole run, positive
 */
public record CosineSchedule(long warmUpSteps, long steps) {

  /**
   * @throws IllegalArgumentException if the warm-up leaves no step
   */
  public CosineSchedule {
    if (warmUpSteps < 0 || warmUpSteps >= steps) {
      throw new IllegalArgumentException(
          "a warm-up of %d steps does not fit into a run of %d".formatted(warmUpSteps, steps));
    }
  }

  /**
   * The factor on the rates.
   *
   * @param step 0..steps
   * @return 0..1; above 0 in the first step already
   */
  public double factor(long step) {
    if (step < warmUpSteps) {
      return (step + 1.0) / warmUpSteps;
    }
    return 0.5 * (1 + Math.cos(Math.PI * (step - warmUpSteps) / (steps - warmUpSteps)));
  }
}
