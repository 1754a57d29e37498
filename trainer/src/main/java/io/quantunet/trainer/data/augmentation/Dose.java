package io.quantunet.trainer.data.augmentation;

import java.util.random.RandomGenerator;

/**
 * How often and how much of an ingredient.
 *
 * @param probability share of the views that get it, 0..1
 * @param strength in the ingredient's own unit, 0 or more
 */
public record Dose(double probability, double strength) {

  /** None of it. */
  public static final Dose OFF = new Dose(0, 0);

  /**
   * @throws IllegalArgumentException if a value is out of its range
   */
  public Dose {
    if (!(probability >= 0 && probability <= 1)) {
      throw new IllegalArgumentException("a probability is 0..1, was " + probability);
    }
    if (!(strength >= 0 && Double.isFinite(strength))) {
      throw new IllegalArgumentException("a strength is 0 or more, was " + strength);
    }
  }

  /** In every view. */
  public static Dose always(double strength) {
    return new Dose(1, strength);
  }

  /** Whether it never does anything. */
  public boolean isOff() {
    return probability == 0 || strength == 0;
  }

  /** Throws the coin, if the outcome is open: a certain dose takes nothing from the generator. */
  boolean happens(RandomGenerator random) {
    return !isOff() && (probability == 1 || random.nextDouble() < probability);
  }

  /** A value between {@code -strength} and {@code strength}; 0, and no draw, if it is not taken. */
  double symmetric(RandomGenerator random) {
    return happens(random) ? strength * (2 * random.nextDouble() - 1) : 0;
  }
}
