package io.quantunet.trainer.report.metric;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.Optional;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class PairedBootstrapTest {

  private static final Clusters APART = Clusters.apart(50);

  private final PairedBootstrap paired = new PairedBootstrap(Bootstrap.DEFAULT);

  @Test
  void aNetDoesNotDifferFromItself() {
    double[] scores = hardAndEasy(50, 1);

    PairedDifference none = paired.compare(scores, scores, APART);

    assertThat(none.difference()).isZero();
    assertThat(none.interval()).isEqualTo(new Interval(0, 0));
    assertThat(none.share()).isEqualTo(1);
  }

  @Test
  void aSmallGainOnEveryImageIsCertain() {
    double[] scores = hardAndEasy(50, 1);
    double[] better = Arrays.stream(scores).map(score -> score + 0.01).toArray();

    PairedDifference gain = paired.compare(better, scores, APART);

    assertThat(gain.difference()).isCloseTo(0.01, within(1e-12));
    assertThat(gain.interval().low()).isCloseTo(0.01, within(1e-12));
    assertThat(gain.share()).isCloseTo(2.0 / 10_001, within(1e-12));
  }

  @Test
  void pairingIsSharperThanTwoIntervals() {
    double[] scores = hardAndEasy(50, 1);
    Random noise = new Random(2);
    double[] other =
        Arrays.stream(scores).map(score -> score - 0.02 + 0.02 * noise.nextGaussian()).toArray();

    Interval ofDifference = paired.compare(scores, other, APART).interval();
    Interval ofOne = Bootstrap.DEFAULT.mean(scores).interval().orElseThrow();

    assertThat(ofDifference.low()).isPositive();
    assertThat(ofDifference.high() - ofDifference.low())
        .isLessThan(0.2 * (ofOne.high() - ofOne.low()));
  }

  @Test
  void noiseAloneIsNoDifference() {
    int certain = 0;
    for (int run = 0; run < 100; run++) {
      double[] first = hardAndEasy(40, 2 * run);
      double[] second = hardAndEasy(40, 2 * run + 1);
      PairedDifference difference =
          new PairedBootstrap(new Bootstrap(400, 0.95, run))
              .compare(first, second, Clusters.apart(first.length));
      certain += difference.share() < 0.05 ? 1 : 0;
    }

    // 5 are expected; 17 would be more than five standard deviations off.
    assertThat(certain).isLessThan(17);
  }

  @Test
  void turningTheQuestionRoundTurnsTheAnswerRound() {
    double[] first = hardAndEasy(30, 1);
    double[] second = hardAndEasy(30, 2);

    PairedDifference there = paired.compare(first, second, Clusters.apart(first.length));
    PairedDifference back = paired.compare(second, first, Clusters.apart(first.length));

    assertThat(back.difference()).isCloseTo(-there.difference(), within(1e-12));
    assertThat(back.interval().low()).isCloseTo(-there.interval().high(), within(1e-12));
    assertThat(back.share()).isEqualTo(there.share());
  }

  /** 70 gains and 30 losses: certain if each counts, a coin's toss if they are two groups. */
  @Test
  void nearDuplicatesCountOnce() {
    double[] zero = new double[100];
    double[] gains = new double[100];
    Arrays.fill(gains, 0, 70, 0.1);
    Arrays.fill(gains, 70, 100, -0.1);
    Clusters two =
        Clusters.of(
            IntStream.range(0, 100)
                .mapToObj(image -> Optional.of(image < 70 ? "gains" : "losses"))
                .toList());

    PairedDifference apart = paired.compare(gains, zero, Clusters.apart(100));
    PairedDifference together = paired.compare(gains, zero, two);

    assertThat(together.difference()).isEqualTo(apart.difference());
    assertThat(apart.interval().low()).isPositive();
    assertThat(together.interval().low()).isCloseTo(-0.1, within(1e-12));
    assertThat(together.interval().high()).isCloseTo(0.1, within(1e-12));
  }

  @Test
  void scoresOfOtherImagesAreRefused() {
    assertThatThrownBy(() -> paired.compare(new double[3], new double[4], APART))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("same images");
  }

  private static double[] hardAndEasy(int count, long seed) {
    return new Random(seed).doubles(count).toArray();
  }
}
