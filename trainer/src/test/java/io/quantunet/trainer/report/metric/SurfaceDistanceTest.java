package io.quantunet.trainer.report.metric;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.quantunet.proto.BinaryMask;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class SurfaceDistanceTest {

  private static final BinaryMask CORNER = Masks.of("#....", ".....", ".....", ".....", ".....");
  private static final BinaryMask AWAY = Masks.of(".....", ".....", ".....", ".....", "...#.");

  @Test
  void twoPixelsAreTheirDistanceApart() {
    assertThat(SurfaceDistance.hd95(CORNER, AWAY, PixelSpacing.PIXELS)).isEqualTo(5);
  }

  @Test
  void distancesHaveTheUnitOfTheSpacing() {
    assertThat(SurfaceDistance.hd95(CORNER, AWAY, new PixelSpacing(2, 0.5)))
        .isCloseTo(Math.hypot(6, 2), within(1e-12));
  }

  @Test
  void equalMasksAreNoDistanceApart() {
    BinaryMask ring = Masks.of("###", "#.#", "###");

    assertThat(SurfaceDistance.hd95(ring, ring, PixelSpacing.PIXELS)).isZero();
  }

  @Test
  void theInsideOfALesionIsNotItsSurface() {
    BinaryMask square = Masks.of(".....", ".###.", ".###.", ".###.", ".....");
    BinaryMask dot = Masks.of(".....", ".....", "..#..", ".....", ".....");

    // The middle of the square touches the dot but is no border pixel: 8 distances of 1 or sqrt 2
    // from the square, one of 1 from the dot; sorted 1 1 1 1 1 r r r r, place 7.6 lies on r.
    assertThat(SurfaceDistance.hd95(dot, square, PixelSpacing.PIXELS))
        .isCloseTo(Math.sqrt(2), within(1e-12));
  }

  @Test
  void thePercentileForgivesASingleStrayPixelAmongMany() {
    String row = "#".repeat(40) + ".".repeat(60);
    BinaryMask truth = Masks.of(row);
    BinaryMask stray = Masks.of(row.substring(0, 99) + "#");

    assertThat(SurfaceDistance.hd95(stray, truth, PixelSpacing.PIXELS)).isZero();
  }

  @Test
  void twoEmptyMasksAreNoDistanceApart() {
    assertThat(SurfaceDistance.hd95(Masks.empty(4, 3), Masks.empty(4, 3), PixelSpacing.PIXELS))
        .isZero();
  }

  @Test
  void oneEmptyMaskCountsAsTheDiagonal() {
    BinaryMask lesion = Masks.of("#...", "....", "....");

    assertThat(SurfaceDistance.hd95(Masks.empty(4, 3), lesion, PixelSpacing.PIXELS)).isEqualTo(5);
    assertThat(SurfaceDistance.hd95(lesion, Masks.empty(4, 3), new PixelSpacing(3, 4)))
        .isCloseTo(Math.hypot(12, 12), within(1e-12));
  }

  @Test
  void aPixelWithoutSizeIsRefused() {
    assertThatThrownBy(() -> new PixelSpacing(0, 1))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("0.0 x 1.0");
  }

  @Property(tries = 200)
  void everyPairOfMasksEqualsAllPairsOfBorderPixels(
      @ForAll long seed,
      @ForAll @IntRange(min = 1, max = 12) int width,
      @ForAll @IntRange(min = 1, max = 12) int height,
      @ForAll @DoubleRange(min = 0.05, max = 1) double density) {
    BinaryMask a = Masks.random(width, height, density, seed);
    BinaryMask b = Masks.random(width, height, density, seed + 1);
    PixelSpacing spacing = new PixelSpacing(0.3, 0.7);
    if (a.count() > 0 && b.count() > 0) {
      assertThat(SurfaceDistance.hd95(a, b, spacing)).isCloseTo(naive(a, b), within(1e-9));
      assertThat(SurfaceDistance.hd95(b, a, spacing)).isCloseTo(naive(a, b), within(1e-9));
    }
  }

  private static double naive(BinaryMask a, BinaryMask b) {
    List<Double> distances = new ArrayList<>();
    addNearest(border(a), border(b), distances);
    addNearest(border(b), border(a), distances);
    Collections.sort(distances);
    double place = 0.95 * (distances.size() - 1);
    double below = distances.get((int) Math.floor(place));
    double above = distances.get((int) Math.ceil(place));
    return below + (place - Math.floor(place)) * (above - below);
  }

  private static void addNearest(List<int[]> from, List<int[]> to, List<Double> distances) {
    for (int[] p : from) {
      distances.add(
          to.stream()
              .mapToDouble(q -> Math.hypot(0.3 * (p[0] - q[0]), 0.7 * (p[1] - q[1])))
              .min()
              .orElseThrow());
    }
  }

  private static List<int[]> border(BinaryMask mask) {
    List<int[]> border = new ArrayList<>();
    for (int y = 0; y < mask.height(); y++) {
      for (int x = 0; x < mask.width(); x++) {
        boolean surrounded =
            isLesion(mask, x - 1, y)
                && isLesion(mask, x + 1, y)
                && isLesion(mask, x, y - 1)
                && isLesion(mask, x, y + 1);
        if (mask.at(x, y) && !surrounded) {
          border.add(new int[] {x, y});
        }
      }
    }
    return border;
  }

  private static boolean isLesion(BinaryMask mask, int x, int y) {
    return x >= 0 && y >= 0 && x < mask.width() && y < mask.height() && mask.at(x, y);
  }
}
