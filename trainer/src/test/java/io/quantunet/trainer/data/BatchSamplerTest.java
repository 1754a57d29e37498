package io.quantunet.trainer.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.quantunet.proto.BinaryMask;
import io.quantunet.trainer.data.augmentation.AugmentationSettings;
import io.quantunet.trainer.data.augmentation.DrawSeed;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.zip.CRC32;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@DisplayName("A batch sampler")
class BatchSamplerTest {

  private static final GridSize GRID = new GridSize(48, 32);

  /**
   * The checksums are of the version that the first shipped model was trained with: its recipe
   * stays reproducible.
   */
  @Test
  void drawsByDefaultWhatTheFirstShippedModelWasTrainedWith() {
    BatchSampler sampler = new BatchSampler(discs(), GRID.width(), GRID.height());
    byte[] codes = new byte[8 * GRID.pixels()];
    byte[] masks = new byte[codes.length];
    CRC32 codesSum = new CRC32();
    CRC32 masksSum = new CRC32();
    Random random = new Random(2026);
    for (int batch = 0; batch < 3; batch++) {
      sampler.draw(random, codes, masks);
      codesSum.update(codes);
      masksSum.update(masks);
    }

    assertThat(codesSum.getValue()).isEqualTo(0x6cf7bb73L);
    assertThat(masksSum.getValue()).isEqualTo(0x476a1460L);
  }

  @ParameterizedTest
  @CsvSource({
    "sqrt-inverse, 0.2", // 1/sqrt(1) against 16/sqrt(16)
    "inverse, 0.5",
    "none, 0.0588" // 1 of 17
  })
  void drawsClassesByTheirWeight(String weighting, double expectedShare) {
    // Normal ones are dark, malignant ones bright, and nothing changes them.
    List<Sample> samples = new ArrayList<>();
    samples.add(sample("malignant", 1));
    for (int i = 0; i < 16; i++) {
      samples.add(sample("normal", 0));
    }
    GridSize grid = GridSize.square(16);
    BatchSampler sampler =
        new BatchSampler(samples, grid, AugmentationSettings.NONE, ClassWeighting.of(weighting));
    byte[] masks = new byte[6_000 * grid.pixels()];

    sampler.draw(DrawSeed.of(2), new byte[masks.length], masks);

    double bright = 0;
    for (byte pixel : masks) {
      bright += pixel;
    }
    assertThat(bright / masks.length).isCloseTo(expectedShare, within(0.025));
  }

  @Test
  void givesTheSameBatchForTheSameSeedWhateverWasDrawnBefore() {
    BatchSampler sampler =
        new BatchSampler(discs(), GRID, AugmentationSettings.ROBUST, ClassWeighting.SQRT_INVERSE);
    byte[] first = new byte[4 * GRID.pixels()];
    byte[] second = new byte[first.length];
    byte[] masks = new byte[first.length];

    sampler.draw(DrawSeed.of(1).then(3), first, masks);
    sampler.draw(DrawSeed.of(1).then(4), second, masks);
    assertThat(second).isNotEqualTo(first);
    sampler.draw(DrawSeed.of(1).then(3), second, masks);

    assertThat(second).isEqualTo(first);
  }

  @Test
  void givesTheFirstImagesOfABatchWhateverItsSize() {
    BatchSampler sampler =
        new BatchSampler(discs(), GRID, AugmentationSettings.ROBUST, ClassWeighting.SQRT_INVERSE);
    byte[] small = new byte[2 * GRID.pixels()];
    byte[] large = new byte[4 * GRID.pixels()];

    sampler.draw(DrawSeed.of(1), small, new byte[small.length]);
    sampler.draw(DrawSeed.of(1), large, new byte[large.length]);

    assertThat(large).startsWith(small);
  }

  @Test
  void namesTheWeightingsThatThereAre() {
    assertThatThrownBy(() -> ClassWeighting.of("equal"))
        .hasMessage("no class weighting is called 'equal'; there are none, sqrt-inverse, inverse");
  }

  private static Sample sample(String className, int pixel) {
    byte[] mask = new byte[256];
    Arrays.fill(mask, (byte) pixel);
    return new Sample(
        "data", className, "a.png", new byte[256], new BinaryMask(16, 16, mask), Optional.empty());
  }

  /** Six noisy images in two classes, as when the checksums were taken. */
  private static List<Sample> discs() {
    int width = GRID.width();
    Random pixels = new Random(11);
    List<Sample> samples = new ArrayList<>();
    for (int s = 0; s < 6; s++) {
      byte[] codes = new byte[GRID.pixels()];
      byte[] mask = new byte[GRID.pixels()];
      pixels.nextBytes(codes);
      for (int i = 0; i < mask.length; i++) {
        boolean lesion = i % width > 10 + s && i % width < 30 && i / width > 8;
        mask[i] = (byte) (lesion ? 1 : 0);
      }
      samples.add(
          new Sample(
              "f",
              s < 4 ? "benign" : "malignant",
              s + ".png",
              codes,
              new BinaryMask(width, GRID.height(), mask),
              Optional.empty()));
    }
    return samples;
  }
}
