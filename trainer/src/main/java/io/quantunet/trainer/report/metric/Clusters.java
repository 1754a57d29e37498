package io.quantunet.trainer.report.metric;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * Which images say the same thing twice: near-duplicates are drawn together or not at all, since
 * each alone would count as a further observation and make intervals too narrow (Davison and
 * Hinkley 1997, Bootstrap Methods and their Application, section 3.8).
 */
public final class Clusters {

  private final int[] clusterOf;
  private final int count;

  private Clusters(int[] clusterOf, int count) {
    this.clusterOf = clusterOf;
    this.count = count;
  }

  /** So many images, each on its own. */
  public static Clusters apart(int images) {
    return new Clusters(IntStream.range(0, images).toArray(), images);
  }

  /**
   * By their groups.
   *
   * @param groups one per image; an image without a group is on its own
   */
  public static Clusters of(List<Optional<String>> groups) {
    Map<String, Integer> known = new HashMap<>();
    int[] clusterOf = new int[groups.size()];
    int count = 0;
    for (int image = 0; image < clusterOf.length; image++) {
      int next = count;
      clusterOf[image] =
          groups.get(image).map(group -> known.computeIfAbsent(group, g -> next)).orElse(next);
      count = Math.max(count, clusterOf[image] + 1);
    }
    return new Clusters(clusterOf, count);
  }

  /** Number of images. */
  public int images() {
    return clusterOf.length;
  }

  /** Number of clusters, at most that of the images. */
  public int count() {
    return count;
  }

  /** The sum over the images of each cluster. */
  double[] sums(double[] perImage) {
    double[] sums = new double[count];
    for (int image = 0; image < clusterOf.length; image++) {
      sums[clusterOf[image]] += perImage[image];
    }
    return sums;
  }

  /** The number of images of each cluster. */
  double[] sizes() {
    double[] sizes = new double[count];
    for (int cluster : clusterOf) {
      sizes[cluster]++;
    }
    return sizes;
  }
}
