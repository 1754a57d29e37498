package io.quantunet.proto;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("A binary mask")
class BinaryMaskTest {

  @Test
  void comparesByDice() {
    BinaryMask left = new BinaryMask(4, 1, new byte[] {1, 1, 0, 0});
    BinaryMask right = new BinaryMask(4, 1, new byte[] {0, 1, 1, 1});

    assertThat(left.dice(right)).isEqualTo(2.0 / 5, within(1e-12));
    assertThat(left.dice(left)).isEqualTo(1);
  }

  @Test
  void agreesFullyWithAnotherEmptyOne() {
    assertThat(new BinaryMask(2, 1, new byte[2]).dice(new BinaryMask(2, 1, new byte[2])))
        .isEqualTo(1);
  }

  @Test
  void isNotComparedAcrossSizes() {
    BinaryMask mask = new BinaryMask(2, 1, new byte[2]);

    assertThatThrownBy(() -> mask.dice(new BinaryMask(1, 2, new byte[2])))
        .hasMessageContaining("2 x 1 and 1 x 2");
  }

  @Test
  void growsByNearest() {
    BinaryMask mask = new BinaryMask(2, 1, new byte[] {0, 1});

    assertThat(mask.resizeNearest(4, 2))
        .isEqualTo(new BinaryMask(4, 2, new byte[] {0, 0, 1, 1, 0, 0, 1, 1}));
  }

  @Test
  void shrinksByTheCentreOfEachPixel() {
    BinaryMask mask = new BinaryMask(6, 1, new byte[] {0, 1, 0, 0, 1, 0});

    assertThat(mask.resizeNearest(2, 1)).isEqualTo(new BinaryMask(2, 1, new byte[] {1, 1}));
  }
}
