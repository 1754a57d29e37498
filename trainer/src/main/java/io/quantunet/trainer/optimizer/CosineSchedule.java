package io.quantunet.trainer.optimizer;

/**
 * Learning rate over a run: half a cosine from 1 to 0 (Loshchilov and Hutter, arXiv 1608.03983).
 */
public final class CosineSchedule {

  private CosineSchedule() {}

  /**
   * The factor on the rates.
   *
   * @param step 0..steps
   * @param steps in the whole run, positive
   * @return 0..1
   */
  public static double factor(long step, long steps) {
    return 0.5 * (1 + Math.cos(Math.PI * step / steps));
  }
}
