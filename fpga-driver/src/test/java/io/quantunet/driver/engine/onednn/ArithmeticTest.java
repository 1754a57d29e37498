package io.quantunet.driver.engine.onednn;

import static org.assertj.core.api.Assertions.assertThat;

import io.quantunet.driver.model.ActivationFormat;
import io.quantunet.driver.model.BitWidth;
import io.quantunet.driver.model.Layer;
import io.quantunet.driver.model.LayerKind;
import java.util.Optional;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("The arithmetic of a layer")
class ArithmeticTest {

  private static final boolean VNNI = true;
  private static final boolean NO_VNNI = false;

  @Test
  void isFusedWithVnniAndTheLargestProducts() {
    assertThat(Arithmetic.of(layer(127, 8, 0), VNNI)).isEqualTo(Arithmetic.FUSED);
  }

  @Test
  void isPlainOnAnOlderCpuWherePairsDoNotFitInto16Bits() {
    assertThat(Arithmetic.of(layer(64, 8, 0), NO_VNNI)) // 2 * 64 * 255 = 32640
        .isEqualTo(Arithmetic.FUSED);
    assertThat(Arithmetic.of(layer(65, 8, 0), NO_VNNI)) // 33150
        .isEqualTo(Arithmetic.PLAIN);
    assertThat(Arithmetic.of(layer(127, 7, 0), NO_VNNI)) // 32258
        .isEqualTo(Arithmetic.FUSED);
  }

  @Test
  void isWideBeyondTheIntegersOfFloat32() {
    int limit = 1 << 24;
    assertThat(Arithmetic.of(layer(1, 2, limit - 4), VNNI)).isEqualTo(Arithmetic.FUSED);
    assertThat(Arithmetic.of(layer(1, 2, limit - 3), VNNI)).isEqualTo(Arithmetic.WIDE);
    assertThat(Arithmetic.of(layer(1, 2, -(limit - 3)), VNNI)).isEqualTo(Arithmetic.WIDE);
    assertThat(Arithmetic.of(layer(1, 2, limit - 3), NO_VNNI)).isEqualTo(Arithmetic.WIDE);
  }

  private static Layer layer(int weight, int inputBits, int bias) {
    return new Layer(
        "layer",
        LayerKind.CONV_1X1,
        1,
        1,
        ActivationFormat.of(inputBits, 0),
        new BitWidth(8),
        new byte[] {(byte) -weight},
        new int[] {0},
        new int[] {bias},
        Optional.of(ActivationFormat.of(8, 0)));
  }
}
