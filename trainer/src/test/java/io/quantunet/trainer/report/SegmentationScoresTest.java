package io.quantunet.trainer.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.quantunet.proto.BinaryMask;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("Segmentation scores")
class SegmentationScoresTest {

  private final SegmentationScores scores = new SegmentationScores();

  @Test
  void keepLesionImagesAndNormalOnesApart() {
    scores.add(mask(1, 1, 0, 0), mask(1, 0, 0, 0)); // Dice 2/3
    scores.add(mask(0, 0, 0, 0), mask(1, 0, 0, 0)); // Dice 0
    scores.add(mask(0, 0, 0, 0), mask(0, 0, 0, 0)); // rightly nothing
    scores.add(mask(0, 0, 0, 1), mask(0, 0, 0, 0)); // false positive

    assertThat(scores.images()).isEqualTo(4);
    assertThat(scores.lesionImages()).isEqualTo(2);
    assertThat(scores.diceLesionMean()).isCloseTo(1.0 / 3, within(1e-12));
    assertThat(scores.diceAllMean()).isCloseTo((2.0 / 3 + 0 + 1 + 0) / 4, within(1e-12));
    assertThat(scores.pixelAccuracy()).isCloseTo(13.0 / 16, within(1e-12));
    assertThat(scores.allBackgroundAccuracy()).isCloseTo(14.0 / 16, within(1e-12));
    assertThat(scores.falsePositiveRate()).isCloseTo(0.5, within(1e-12));
  }

  @Test
  void areNoNumberWithoutImages() {
    assertThat(scores.diceLesionMean()).isNaN();
    assertThat(scores.falsePositiveRate()).isNaN();
  }

  @Test
  void leaveMeansOverNothingOutOfAManifest() {
    assertThat(scores.metrics("val_")).containsOnlyKeys("val_images");

    scores.add(mask(1, 0, 0, 0), mask(1, 0, 0, 0));

    assertThat(scores.metrics("val_"))
        .containsEntry("val_images", 1.0)
        .containsEntry("val_dice_lesion_mean", 1.0)
        .containsEntry("val_all_background_accuracy", 0.75)
        .doesNotContainKey("val_false_positive_rate");
  }

  private static BinaryMask mask(int... pixels) {
    byte[] bytes = new byte[pixels.length];
    for (int i = 0; i < bytes.length; i++) {
      bytes[i] = (byte) pixels[i];
    }
    return new BinaryMask(2, 2, bytes);
  }
}
