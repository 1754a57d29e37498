package io.quantunet.trainer.loss;

/**
 * How lambda, the price of bits, comes in over a run: a net that has found nothing yet would give
 * its bits away first.
 *
 * @param shape of the rise
 * @param steps that it takes; not looked at if the price is constant
 */
public record PriceSchedule(Shape shape, long steps) {

  /** How the price rises from 0 to lambda. */
  public enum Shape {
    /** Whole from the first step on. */
    CONSTANT,
    /** In equal steps. */
    LINEAR,
    /** Along half a cosine: slow at both ends. */
    COSINE
  }

  /**
   * The factor on lambda.
   *
   * @param step from 0
   * @return 0..1
   */
  public double factor(long step) {
    if (shape == Shape.CONSTANT || step >= steps) {
      return 1;
    }
    double done = (double) step / steps;
    return shape == Shape.LINEAR ? done : 0.5 * (1 - Math.cos(Math.PI * done));
  }
}
