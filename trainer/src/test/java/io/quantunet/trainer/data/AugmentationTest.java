package io.quantunet.trainer.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.quantunet.proto.BinaryMask;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("Augmentation")
class AugmentationTest {

  private static final int GRID = 64;

  @Test
  void movesTheMaskWithTheImage() {
    byte[] codes = new byte[GRID * GRID];
    byte[] mask = new byte[GRID * GRID];
    for (int i = 0; i < codes.length; i++) {
      boolean lesion = i / GRID > 20 && i / GRID < 44 && i % GRID > 10 && i % GRID < 50;
      mask[i] = (byte) (lesion ? 1 : 0);
      codes[i] = (byte) (lesion ? 200 : 20);
    }
    Sample sample = sample("benign", codes, mask);
    byte[] drawn = new byte[codes.length];
    byte[] drawnMask = new byte[codes.length];
    for (int seed = 0; seed < 20; seed++) {
      new Augmentation(GRID, GRID).draw(sample, new Random(seed), drawn, drawnMask, 0);

      byte[] bright = new byte[drawn.length];
      for (int i = 0; i < bright.length; i++) {
        bright[i] = (byte) ((drawn[i] & 0xFF) > 90 ? 1 : 0);
      }
      assertThat(new BinaryMask(GRID, GRID, bright).dice(new BinaryMask(GRID, GRID, drawnMask)))
          .isGreaterThan(0.95);
    }
  }

  @Test
  void isTheSameForTheSameSeed() {
    Sample sample = sample("benign", noise(1), new byte[GRID * GRID]);
    byte[] first = new byte[GRID * GRID];
    byte[] second = new byte[GRID * GRID];

    new Augmentation(GRID, GRID).draw(sample, new Random(5), first, new byte[GRID * GRID], 0);
    new Augmentation(GRID, GRID).draw(sample, new Random(5), second, new byte[GRID * GRID], 0);

    assertThat(first).isEqualTo(second);
  }

  @Test
  void drawsClassesByTheRootOfTheirSize() {
    byte[] dark = new byte[1];
    byte[] bright = {1};
    Sample common = sample("benign", new byte[1], dark);
    Sample rare = sample("malignant", new byte[1], bright);
    List<Sample> samples = new java.util.ArrayList<>(List.of(rare));
    for (int i = 0; i < 16; i++) {
      samples.add(common);
    }
    BatchSampler sampler = new BatchSampler(samples, 1, 1);
    byte[] masks = new byte[10_000];

    sampler.draw(new Random(2), new byte[masks.length], masks);

    Map<Byte, Integer> counts = new HashMap<>();
    for (byte mask : masks) {
      counts.merge(mask, 1, Integer::sum);
    }
    // Weights 1/sqrt(1) and 16/sqrt(16): one in five.
    assertThat(counts.get((byte) 1) / 10_000.0).isCloseTo(0.2, within(0.02));
  }

  private static byte[] noise(int seed) {
    byte[] codes = new byte[GRID * GRID];
    new Random(seed).nextBytes(codes);
    return codes;
  }

  private static Sample sample(String className, byte[] codes, byte[] mask) {
    int side = (int) Math.sqrt(mask.length);
    return new Sample(
        "data", className, "a.png", codes, new BinaryMask(side, side, mask), Optional.empty());
  }
}
