package io.quantunet.trainer.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class MaskGalleryTest {

  @Test
  void bestMedianAndWorstFollowTheDice() {
    List<EvaluatedImage> images = new ArrayList<>();
    for (int found = 1; found <= 12; found++) {
      String mask = "#".repeat(found) + ".".repeat(12 - found);
      images.add(Evaluations.image(found + ".png", "benign", "############", mask));
    }

    List<EvaluatedImage> ranked = MaskGallery.rankedLesions(images);

    assertThat(names(MaskGallery.best(ranked)))
        .containsExactly("12.png", "11.png", "10.png", "9.png");
    assertThat(names(MaskGallery.median(ranked)))
        .containsExactly("8.png", "7.png", "6.png", "5.png");
    assertThat(names(MaskGallery.worst(ranked)))
        .containsExactly("4.png", "3.png", "2.png", "1.png");
  }

  @Test
  void normalImagesAreNoLesions() {
    assertThat(MaskGallery.rankedLesions(List.of(Evaluations.CLEAN, Evaluations.HALF)))
        .containsExactly(Evaluations.HALF);
  }

  @Test
  void falsePositivesStandByTheirSize() {
    EvaluatedImage large = Evaluations.image("large.png", "normal", "....", "####");

    assertThat(
            MaskGallery.largestFalsePositives(
                List.of(Evaluations.CLEAN, Evaluations.FALSE_ALARM, large, Evaluations.HALF)))
        .containsExactly(large, Evaluations.FALSE_ALARM);
  }

  private static List<String> names(List<EvaluatedImage> images) {
    return images.stream().map(EvaluatedImage::name).toList();
  }
}
