package io.quantunet.trainer.report.metric;

import static org.assertj.core.api.Assertions.assertThat;

import io.quantunet.proto.BinaryMask;
import org.junit.jupiter.api.Test;

class FindingsTest {

  private static final BinaryMask MASK =
      Masks.of(
          "##...#", //
          "......", "..#...", "...#.#", "....#.");

  @Test
  void partsThatAreTooSmallAreDropped() {
    assertThat(Findings.ofAtLeast(2, MASK))
        .isEqualTo(
            Masks.of(
                "##....", //
                "......", "..#...", "...#.#", "....#."));
  }

  @Test
  void pixelsThatTouchAtACornerBelongTogether() {
    assertThat(Findings.ofAtLeast(4, MASK))
        .isEqualTo(
            Masks.of(
                "......", //
                "......", "..#...", "...#.#", "....#."));
  }

  @Test
  void everyPartStaysWhereNothingIsAsked() {
    assertThat(Findings.ofAtLeast(0, MASK)).isEqualTo(MASK);
  }

  @Test
  void nothingStaysWhereTooMuchIsAsked() {
    assertThat(Findings.ofAtLeast(5, MASK).count()).isZero();
  }

  @Test
  void theGivenMaskStaysAsItIs() {
    BinaryMask mask = Masks.of("#.", "..");

    Findings.ofAtLeast(9, mask);

    assertThat(mask).isEqualTo(Masks.of("#.", ".."));
  }
}
