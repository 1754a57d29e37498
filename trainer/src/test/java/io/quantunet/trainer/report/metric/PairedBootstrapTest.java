package io.quantunet.trainer.report.metric;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

class PairedBootstrapTest {

  private final PairedBootstrap paired = new PairedBootstrap(Bootstrap.DEFAULT);

  @Test
  void aNetDoesNotDifferFromItself() {
    double[] scores = hardAndEasy(50, 1);

    PairedDifference none = paired.compare(scores, scores);

    assertThat(none.difference()).isZero();
    assertThat(none.interval()).isEqualTo(new Interval(0, 0));
    assertThat(none.share()).isEqualTo(1);
  }

  @Test
  void aSmallGainOnEveryImageIsCertain() {
    double[] scores = hardAndEasy(50, 1);
    double[] better = Arrays.stream(scores).map(score -> score + 0.01).toArray();

    PairedDifference gain = paired.compare(better, scores);

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

    Interval ofDifference = paired.compare(scores, other).interval();
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
          new PairedBootstrap(new Bootstrap(400, 0.95, run)).compare(first, second);
      certain += difference.share() < 0.05 ? 1 : 0;
    }

    // 5 are expected; 17 would be more than five standard deviations off.
    assertThat(certain).isLessThan(17);
  }

  @Test
  void turningTheQuestionRoundTurnsTheAnswerRound() {
    double[] first = hardAndEasy(30, 1);
    double[] second = hardAndEasy(30, 2);

    PairedDifference there = paired.compare(first, second);
    PairedDifference back = paired.compare(second, first);

    assertThat(back.difference()).isCloseTo(-there.difference(), within(1e-12));
    assertThat(back.interval().low()).isCloseTo(-there.interval().high(), within(1e-12));
    assertThat(back.share()).isEqualTo(there.share());
  }

  @Test
  void scoresOfOtherImagesAreRefused() {
    assertThatThrownBy(() -> paired.compare(new double[3], new double[4]))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("same images");
  }

  private static double[] hardAndEasy(int count, long seed) {
    return new Random(seed).doubles(count).toArray();
  }
}
