package io.quantunet.trainer.report.metric;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;

class BootstrapTest {

  @Test
  void equalValuesLeaveNoDoubt() {
    assertThat(Bootstrap.DEFAULT.mean(new double[] {0.5, 0.5, 0.5}))
        .isEqualTo(new Estimate(0.5, Optional.of(new Interval(0.5, 0.5))));
  }

  @Test
  void theSameSeedGivesTheSameInterval() {
    double[] values = normal(40, 1);

    assertThat(Bootstrap.DEFAULT.mean(values)).isEqualTo(Bootstrap.DEFAULT.mean(values));
    assertThat(new Bootstrap(10_000, 0.95, 7).mean(values))
        .isNotEqualTo(Bootstrap.DEFAULT.mean(values));
  }

  @Test
  void twoValuesGiveTheIntervalOfAllTheirResamples() {
    // Resamples of {0, 1} have mean 0, 0.5, 1 with shares 1/4, 1/2, 1/4.
    double[] values = {0, 1};

    assertThat(new Bootstrap(10_000, 0.4, 1).mean(values).interval())
        .contains(new Interval(0.5, 0.5));
    assertThat(new Bootstrap(10_000, 0.6, 1).mean(values).interval()).contains(new Interval(0, 1));
  }

  /**
   * Values 0, 0, 1 in clusters {0, 0} and {1}: resamples of two clusters are {0, 0, 0, 0}, {0, 0,
   * 1} (twice) and {1, 1}, with means 0, 1/3 and 1 and shares 1/4, 1/2, 1/4.
   */
  @Test
  void clustersGiveTheIntervalOfAllTheirResamples() {
    double[] values = {0, 0, 1};
    Clusters clusters = Clusters.of(List.of(Optional.of("a"), Optional.of("a"), Optional.empty()));
    double third = 1.0 / 3;

    assertThat(new Bootstrap(10_000, 0.4, 1).mean(values, clusters))
        .isEqualTo(new Estimate(third, Optional.of(new Interval(third, third))));
    assertThat(new Bootstrap(10_000, 0.6, 1).mean(values, clusters))
        .isEqualTo(new Estimate(third, Optional.of(new Interval(0, 1))));
  }

  @Test
  void imagesWithoutAGroupAreClustersOfTheirOwn() {
    Clusters clusters =
        Clusters.of(
            List.of(Optional.empty(), Optional.of("a"), Optional.empty(), Optional.of("a")));

    assertThat(clusters.count()).isEqualTo(3);
    assertThat(clusters.sizes()).containsExactly(1, 2, 1);
    assertThat(clusters.sums(new double[] {1, 2, 4, 8})).containsExactly(1, 10, 4);
  }

  /** Each value four times: as sure as each once, where copies are known as such. */
  @Test
  void copiesDoNotMakeAnIntervalNarrower() {
    double[] once = normal(40, 5);
    double[] copied = new double[160];
    List<Optional<String>> groups = new ArrayList<>();
    for (int i = 0; i < copied.length; i++) {
      copied[i] = once[i / 4];
      groups.add(Optional.of("group " + i / 4));
    }

    Interval alone = Bootstrap.DEFAULT.mean(once).interval().orElseThrow();
    Interval clustered =
        Bootstrap.DEFAULT.mean(copied, Clusters.of(groups)).interval().orElseThrow();

    assertThat(clustered.low()).isCloseTo(alone.low(), within(1e-12));
    assertThat(clustered.high()).isCloseTo(alone.high(), within(1e-12));
  }

  @Test
  void manyValuesGiveTheIntervalOfTheNormalDistribution() {
    double[] values = normal(400, 2);
    double error = 1.96 / Math.sqrt(400);

    Interval interval = Bootstrap.DEFAULT.mean(values).interval().orElseThrow();

    assertThat(interval.high() - interval.low()).isCloseTo(2 * error, within(0.15 * 2 * error));
  }

  @Test
  void theTruthLiesInItAsOftenAsItPromises() {
    Bootstrap bootstrap = new Bootstrap(400, 0.95, 3);
    int held = 0;
    for (int sample = 0; sample < 400; sample++) {
      held += bootstrap.mean(normal(50, sample)).interval().orElseThrow().contains(0) ? 1 : 0;
    }

    // 95 % of 400 are 380; five standard deviations are 22, and the percentile method is narrow.
    assertThat(held).isBetween(350, 396);
  }

  @Test
  void aRatioOverEqualWholesIsTheMean() {
    double[] parts = {1, 4, 2, 9};
    double[] tens = {10, 10, 10, 10};

    Estimate ratio = Bootstrap.DEFAULT.ratio(parts, tens);
    Estimate mean = Bootstrap.DEFAULT.mean(Arrays.stream(parts).map(part -> part / 10).toArray());

    assertThat(ratio.value()).isCloseTo(mean.value(), within(1e-12));
    assertThat(ratio.interval().orElseThrow().low())
        .isCloseTo(mean.interval().orElseThrow().low(), within(1e-12));
  }

  @Test
  void aRatioWeighsImagesByTheirWhole() {
    assertThat(Bootstrap.DEFAULT.ratio(new double[] {9, 0}, new double[] {9, 1}).value())
        .isCloseTo(0.9, within(1e-12));
  }

  @Test
  void aRatioThatSomeResamplesLackHasNoInterval() {
    Estimate ratio = Bootstrap.DEFAULT.ratio(new double[] {1, 0}, new double[] {2, 0});

    assertThat(ratio).isEqualTo(Estimate.of(0.5));
  }

  @Test
  void noImagesHaveNoMeanAndNoRatio() {
    assertThat(Bootstrap.DEFAULT.mean(new double[0]).value()).isNaN();
    assertThat(Bootstrap.DEFAULT.ratio(new double[0], new double[0]).value()).isNaN();
  }

  @Test
  void aBootstrapWithoutResamplesIsRefused() {
    assertThatThrownBy(() -> new Bootstrap(0, 0.95, 1))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("0 resamples");
  }

  private static double[] normal(int count, long seed) {
    Random random = new Random(seed);
    return random.doubles(count).map(unused -> random.nextGaussian()).toArray();
  }
}
