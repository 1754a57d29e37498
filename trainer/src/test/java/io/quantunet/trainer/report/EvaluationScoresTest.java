package io.quantunet.trainer.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.quantunet.trainer.report.metric.Bootstrap;
import io.quantunet.trainer.report.metric.Interval;
import io.quantunet.trainer.report.metric.PairedDifference;
import io.quantunet.trainer.report.metric.PixelSpacing;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class EvaluationScoresTest {

  private final EvaluationScores scores =
      Evaluations.scores(
          Evaluations.HALF, Evaluations.MISSED, Evaluations.CLEAN, Evaluations.FALSE_ALARM);

  @Test
  void theFourThatCannotFoolAreThoseOfACaseByHand() {
    assertThat(scores.lesions().dice().value()).isCloseTo(1.0 / 3, within(1e-12));
    assertThat(scores.all().dice().value()).isCloseTo((2.0 / 3 + 0 + 1 + 0) / 4, within(1e-12));
    assertThat(scores.all().falsePositiveRate().value()).isCloseTo(0.5, within(1e-12));
    // Pooled: 1 pixel in both masks, 4 in either one, over all images; 3 over the lesion images.
    assertThat(scores.batchMicroDice()).isCloseTo(2.0 / 5, within(1e-5));
    assertThat(scores.batchMicroDiceOfLesions()).isCloseTo(2.0 / 4, within(1e-5));
    assertThat(scores.microDice().value()).isCloseTo(2.0 / 5, within(1e-12));
  }

  @Test
  void accuracyStandsBesideTheOneOfFindingNothing() {
    assertThat(scores.pixelAccuracy().value()).isCloseTo(13.0 / 16, within(1e-12));
    assertThat(scores.allBackgroundAccuracy()).isCloseTo(13.0 / 16, within(1e-12));
  }

  @Test
  void figuresOfLesionsAreMeansOverLesionImages() {
    assertThat(scores.lesions().iou().value()).isCloseTo(0.25, within(1e-12));
    assertThat(scores.lesions().precision().value()).isCloseTo(0.5, within(1e-12));
    assertThat(scores.lesions().recall().value()).isCloseTo(0.25, within(1e-12));
    assertThat(scores.lesions().missed()).isEqualTo(1);
    // Half found: distances 0, 0, 1, place 1.9 of 0..2; missed: the diagonal.
    assertThat(scores.lesions().hd95Pixels().value())
        .isCloseTo((0.9 + Math.hypot(4, 1)) / 2, within(1e-12));
  }

  @Test
  void classesStandInTheOrderOfTheirNames() {
    assertThat(scores.classes())
        .extracting(GroupScores::name)
        .containsExactly("benign", "malignant", "normal");
    assertThat(scores.classes()).extracting(GroupScores::images).containsExactly(1, 1, 2);
    assertThat(scores.classes().get(0).falsePositiveRate().isKnown()).isFalse();
    assertThat(scores.classes().get(2).dice().value()).isEqualTo(0.5);
  }

  @Test
  void millimetresAreKnownOnlyIfEveryImageTellsThem() {
    EvaluatedImage half = Evaluations.HALF;
    EvaluatedImage measured =
        new EvaluatedImage(
            half.name(),
            half.className(),
            half.leakGroup(),
            half.image(),
            half.truth(),
            half.found(),
            Optional.of(new PixelSpacing(2, 1)));

    assertThat(Evaluations.scores(measured).lesions().hd95Millimetres().orElseThrow().value())
        .isCloseTo(1.8, within(1e-12));
    assertThat(Evaluations.scores(measured, Evaluations.MISSED).lesions().hd95Millimetres())
        .isEmpty();
  }

  @Test
  void twoNetsArePairedImageByImage() {
    EvaluatedImage found = Evaluations.image("m1.png", "malignant", "#...", "#...");

    PairedDifference difference =
        Evaluations.scores(Evaluations.HALF, found, Evaluations.CLEAN).diceOfLesionsAgainst(scores);

    assertThat(difference.images()).isEqualTo(2);
    assertThat(difference.difference()).isCloseTo(0.5, within(1e-12));
  }

  @Test
  void netsThatSawOtherImagesAreNotCompared() {
    assertThatThrownBy(() -> Evaluations.scores(Evaluations.HALF).diceOfLesionsAgainst(scores))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("1 and 2 lesion images")
        .hasMessageContaining("same folder");
  }

  /**
   * Groups {half, missed} and {clean, clean} of Dice 2/3, 0 and 1, 1: resamples of two groups give
   * 1/3, 2/3, 1 with shares 1/4, 1/2, 1/4.
   */
  @Test
  void nearDuplicatesAreDrawnTogether() {
    EvaluationScores grouped =
        EvaluationScores.of(
            Stream.of(
                    Evaluations.grouped(Evaluations.HALF, "busi/L1"),
                    Evaluations.grouped(Evaluations.MISSED, "busi/L1"),
                    Evaluations.grouped(Evaluations.CLEAN, "busi/L2"),
                    Evaluations.grouped(Evaluations.CLEAN, "busi/L2"))
                .map(EvaluatedImage::score)
                .toList(),
            new Bootstrap(10_000, 0.6, 1));

    Interval interval = grouped.all().dice().interval().orElseThrow();
    assertThat(interval.low()).isCloseTo(1.0 / 3, within(1e-12));
    assertThat(interval.high()).isCloseTo(1, within(1e-12));
    assertThat(grouped.lesions().dice().interval())
        .as("one group of lesions is drawn as a whole")
        .contains(new Interval(1.0 / 3, 1.0 / 3));
    assertThat(grouped.groups()).isEqualTo(2);
    assertThat(grouped.resampling())
        .isEqualTo("10,000 resamples of 2 groups of near-duplicates, which hold the 4 images");
  }

  @Test
  void imagesOfWhichNoNearDuplicatesAreKnownAreDrawnOneByOne() {
    assertThat(scores.groups()).isEqualTo(4);
    assertThat(scores.resampling()).isEqualTo("200 resamples of the images");
  }

  @Test
  void noImagesHaveNoFigures() {
    EvaluationScores none = Evaluations.scores();

    assertThat(none.diceLesionMean()).isNaN();
    assertThat(none.all().falsePositiveRate().isKnown()).isFalse();
    assertThat(none.pixelAccuracy().isKnown()).isFalse();
    assertThat(none.classes()).isEmpty();
  }
}
