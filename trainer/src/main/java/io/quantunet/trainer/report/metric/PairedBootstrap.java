package io.quantunet.trainer.report.metric;

/**
 * Tells whether two nets differ, from their scores on the same images: each image's difference is
 * resampled, so what makes an image hard for both cancels (Efron & Tibshirani 1993, chapters 13 and
 * 16).
 */
public final class PairedBootstrap {

  private final Bootstrap bootstrap;

  /** With the given resamples, level and seed. */
  public PairedBootstrap(Bootstrap bootstrap) {
    this.bootstrap = bootstrap;
  }

  /**
   * Compares.
   *
   * @param first one score per image (or its mean over seeds)
   * @param second scores of the other net on the same images in the same order
   * @param clusters of these images
   * @throws IllegalArgumentException if there are no images, or not as many of both
   */
  public PairedDifference compare(double[] first, double[] second, Clusters clusters) {
    if (first.length != second.length || first.length == 0) {
      throw new IllegalArgumentException(
          "%d and %d scores cannot be paired; evaluate both nets on the same images"
              .formatted(first.length, second.length));
    }
    double[] differences = new double[first.length];
    double sumOfFirst = 0;
    double sumOfSecond = 0;
    for (int i = 0; i < first.length; i++) {
      differences[i] = first[i] - second[i];
      sumOfFirst += first[i];
      sumOfSecond += second[i];
    }
    double[] means = bootstrap.means(differences, clusters);
    return new PairedDifference(
        first.length,
        sumOfFirst / first.length,
        sumOfSecond / first.length,
        (sumOfFirst - sumOfSecond) / first.length,
        bootstrap.interval(means),
        share(means));
  }

  /** One resample is added to each side: a share of exactly 0 would claim more than was drawn. */
  private static double share(double[] means) {
    int below = 0;
    int above = 0;
    for (double mean : means) {
      below += mean <= 0 ? 1 : 0;
      above += mean >= 0 ? 1 : 0;
    }
    return Math.min(1, 2.0 * (Math.min(below, above) + 1) / (means.length + 1));
  }
}
