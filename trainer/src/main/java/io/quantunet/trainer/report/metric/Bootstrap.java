package io.quantunet.trainer.report.metric;

import java.util.Arrays;
import java.util.Optional;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;

/**
 * Confidence intervals by resampling images, or {@link Clusters} of them, with replacement,
 * percentile method (Efron & Tibshirani 1993, An Introduction to the Bootstrap, chapter 13). The
 * same seed gives the same interval.
 *
 * @param resamples how often the clusters are drawn anew, as many as there are
 * @param level share of the resamples that the interval holds, e.g. 0.95
 * @param seed of the draws
 */
public record Bootstrap(int resamples, double level, long seed) {

  /** 10,000 resamples, 95 %. */
  public static final Bootstrap DEFAULT = new Bootstrap(10_000, 0.95, 20261121);

  // By name, since the JDK documents this algorithm: intervals are the same on every Java.
  private static final RandomGeneratorFactory<RandomGenerator> GENERATORS =
      RandomGeneratorFactory.of("L64X128MixRandom");

  /**
   * @throws IllegalArgumentException if there is nothing to draw or the level is not within 0..1
   */
  public Bootstrap {
    if (resamples < 1 || !(level > 0 && level < 1)) {
      throw new IllegalArgumentException(
          "a bootstrap of %d resamples at level %s says nothing; use e.g. 10000 at 0.95"
              .formatted(resamples, level));
    }
  }

  /** The mean of one value per image, each image on its own; NaN without images. */
  public Estimate mean(double[] values) {
    return mean(values, Clusters.apart(values.length));
  }

  /**
   * The mean of one value per image; NaN without images.
   *
   * @param clusters of the images
   */
  public Estimate mean(double[] values, Clusters clusters) {
    if (values.length == 0) {
      return Estimate.of(Double.NaN);
    }
    return new Estimate(
        sum(values) / values.length, Optional.of(interval(means(values, clusters))));
  }

  /** {@link #ratio(double[], double[], Clusters)} of images that are each on their own. */
  public Estimate ratio(double[] parts, double[] wholes) {
    return ratio(parts, wholes, Clusters.apart(parts.length));
  }

  /**
   * {@code sum of parts / sum of wholes}, e.g. right pixels over all pixels.
   *
   * @param parts one value per image
   * @param wholes one value per image, not negative
   * @param clusters of the images
   * @return NaN if the wholes add up to 0; without interval if they do in any resample
   */
  public Estimate ratio(double[] parts, double[] wholes, Clusters clusters) {
    requireSameLength(parts, wholes);
    double value = sum(parts) / sum(wholes);
    if (!Double.isFinite(value)) {
      return Estimate.of(Double.NaN);
    }
    double[] ratios = ratios(clusters.sums(parts), clusters.sums(wholes));
    return Arrays.stream(ratios).allMatch(Double::isFinite)
        ? new Estimate(value, Optional.of(interval(ratios)))
        : Estimate.of(value);
  }

  /** The mean of every resample. */
  double[] means(double[] values, Clusters clusters) {
    return ratios(clusters.sums(values), clusters.sizes());
  }

  /** The ratio of every resample of clusters; not finite where the wholes add up to 0. */
  private double[] ratios(double[] parts, double[] wholes) {
    RandomGenerator random = GENERATORS.create(seed);
    double[] ratios = new double[resamples];
    for (int resample = 0; resample < resamples; resample++) {
      double part = 0;
      double whole = 0;
      for (int draw = 0; draw < parts.length; draw++) {
        int cluster = random.nextInt(parts.length);
        part += parts[cluster];
        whole += wholes[cluster];
      }
      ratios[resample] = part / whole;
    }
    return ratios;
  }

  Interval interval(double[] resampled) {
    double[] sorted = resampled.clone();
    Arrays.sort(sorted);
    double outside = (1 - level) / 2;
    return new Interval(
        Percentile.ofSorted(sorted, outside), Percentile.ofSorted(sorted, 1 - outside));
  }

  private static double sum(double[] values) {
    double sum = 0;
    for (double value : values) {
      sum += value;
    }
    return sum;
  }

  private static void requireSameLength(double[] parts, double[] wholes) {
    if (parts.length != wholes.length) {
      throw new IllegalArgumentException(
          "%d parts and %d wholes: one of each per image is needed"
              .formatted(parts.length, wholes.length));
    }
  }
}
