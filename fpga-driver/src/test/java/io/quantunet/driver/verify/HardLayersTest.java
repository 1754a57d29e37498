package io.quantunet.driver.verify;

import static org.assertj.core.api.Assertions.assertThat;

import io.quantunet.driver.engine.reference.ReferenceLayer;
import io.quantunet.driver.model.BitWidth;
import io.quantunet.driver.model.Layer;
import io.quantunet.driver.model.LayerKind;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("A hard layer")
class HardLayersTest {

  private static final int SIDE = 3;

  @ParameterizedTest(name = "{0}")
  @ValueSource(longs = {(1L << 24) - 1, 1L << 24, (1L << 24) + 1, (1L << 31) - 1})
  void reachesItsBoundUpAndDown(long magnitude) {
    for (LayerKind kind : LayerKind.values()) {
      Layer layer = HardLayers.reaching(new Random(1), shape(kind, 3), magnitude, 16);

      assertThat(layer.accumulatorBound()).as("bound of %s", kind).isEqualTo(magnitude);
      assertThat(brightest(layer)).as("%s", kind).contains((int) magnitude, (int) -magnitude);
    }
  }

  @ParameterizedTest(name = "{0}")
  @EnumSource
  void sumsBeyondTheIntegersOfFloat32(LayerKind kind) {
    Layer layer = HardLayers.heaviest(shape(kind, kind == LayerKind.CONV_3X3 ? 75 : 650), 17);

    int[] lost = Arrays.stream(brightest(layer)).filter(sum -> sum != (int) (float) sum).toArray();
    assertThat(lost).isNotEmpty();
  }

  @Test
  void liesOnExactHalves() {
    int shift = 9;
    Layer layer = HardLayers.ties(new Random(1), shape(LayerKind.CONV_1X1, 2), shift);
    byte[] codes = RandomModels.codes(new Random(2), SIDE * SIDE * 2, new BitWidth(2));

    int[] sums = new ReferenceLayer(layer).accumulate(codes, SIDE, SIDE);

    int half = 1 << (shift - 1);
    assertThat(Arrays.stream(sums).map(sum -> Math.floorMod(sum, 4 * half)).toArray())
        .contains(half, 3 * half);
    assertThat(Arrays.stream(sums).min().orElseThrow()).isNegative();
    assertThat(Arrays.stream(sums).max().orElseThrow() >> shift).isGreaterThanOrEqualTo(255);
  }

  /** The accumulators of an image whose codes are all at the maximum. */
  private static int[] brightest(Layer layer) {
    byte[] codes = new byte[SIDE * SIDE * layer.inChannels()];
    Arrays.fill(codes, (byte) layer.input().width().maxActivationCode());
    return new ReferenceLayer(layer).accumulate(codes, SIDE, SIDE);
  }

  private static LayerShape shape(LayerKind kind, int in) {
    BitWidth eight = new BitWidth(8);
    return new LayerShape(kind, in, 64, eight, eight, eight);
  }
}
