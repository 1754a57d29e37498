package io.quantunet.trainer.report.metric;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.quantunet.proto.BinaryMask;
import java.util.HashSet;
import java.util.Set;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import org.junit.jupiter.api.Test;

class OverlapTest {

  @Test
  void countsAndFractionsAreThoseOfACaseByHand() {
    BinaryMask found = Masks.of("##..", "##..", "....");
    BinaryMask truth = Masks.of(".##.", ".##.", ".#..");

    Overlap overlap = Overlap.of(found, truth);

    assertThat(overlap).isEqualTo(new Overlap(2, 2, 3, 5));
    assertThat(overlap.dice()).isCloseTo(4.0 / 9, within(1e-15));
    assertThat(overlap.iou()).isCloseTo(2.0 / 7, within(1e-15));
    assertThat(overlap.precision()).isCloseTo(1.0 / 2, within(1e-15));
    assertThat(overlap.recall()).isCloseTo(2.0 / 5, within(1e-15));
    assertThat(overlap.accuracy()).isCloseTo(7.0 / 12, within(1e-15));
    assertThat(overlap.backgroundShare()).isCloseTo(7.0 / 12, within(1e-15));
  }

  @Test
  void nothingToFindAndNothingFoundIsAllRight() {
    Overlap overlap = Overlap.of(Masks.empty(3, 2), Masks.empty(3, 2));

    assertThat(overlap.dice()).isEqualTo(1);
    assertThat(overlap.iou()).isEqualTo(1);
    assertThat(overlap.precision()).isEqualTo(1);
    assertThat(overlap.recall()).isEqualTo(1);
  }

  @Test
  void aMissedLesionIsAllWrong() {
    Overlap overlap = Overlap.of(Masks.empty(3, 1), Masks.of(".#."));

    assertThat(overlap.dice()).isZero();
    assertThat(overlap.precision()).isZero();
    assertThat(overlap.recall()).isZero();
  }

  @Test
  void aFalsePositiveOnANormalImageIsAllWrong() {
    Overlap overlap = Overlap.of(Masks.of(".#."), Masks.empty(3, 1));

    assertThat(overlap.iou()).isZero();
    assertThat(overlap.precision()).isZero();
    assertThat(overlap.recall()).isZero();
  }

  @Test
  void masksOfOtherSizesAreRefused() {
    assertThatThrownBy(() -> Overlap.of(Masks.empty(3, 2), Masks.empty(2, 3)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("3 x 2")
        .hasMessageContaining("2 x 3");
  }

  @Property(tries = 200)
  void fractionsEqualThoseOfSetsOfPixels(
      @ForAll long seed,
      @ForAll @DoubleRange(min = 0, max = 1) double foundDensity,
      @ForAll @DoubleRange(min = 0, max = 1) double trueDensity) {
    BinaryMask found = Masks.random(7, 5, foundDensity, seed);
    BinaryMask truth = Masks.random(7, 5, trueDensity, ~seed);
    Set<Integer> a = pixels(found);
    Set<Integer> b = pixels(truth);
    Set<Integer> both = new HashSet<>(a);
    both.retainAll(b);
    Set<Integer> either = new HashSet<>(a);
    either.addAll(b);

    Overlap overlap = Overlap.of(found, truth);

    assertThat(overlap.pixels()).isEqualTo(35);
    assertThat(overlap.iou())
        .isEqualTo(either.isEmpty() ? 1.0 : (double) both.size() / either.size());
    assertThat(overlap.dice()).isEqualTo(found.dice(truth));
    if (!a.isEmpty()) {
      assertThat(overlap.precision()).isEqualTo((double) both.size() / a.size());
    }
    if (!b.isEmpty()) {
      assertThat(overlap.recall()).isEqualTo((double) both.size() / b.size());
    }
  }

  private static Set<Integer> pixels(BinaryMask mask) {
    Set<Integer> pixels = new HashSet<>();
    for (int i = 0; i < mask.pixels().length; i++) {
      if (mask.pixels()[i] != 0) {
        pixels.add(i);
      }
    }
    return pixels;
  }
}
