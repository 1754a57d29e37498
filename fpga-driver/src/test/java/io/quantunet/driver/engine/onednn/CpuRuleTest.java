package io.quantunet.driver.engine.onednn;

import static org.assertj.core.api.Assertions.assertThat;

import io.quantunet.driver.model.ActivationFormat;
import io.quantunet.driver.model.BitWidth;
import io.quantunet.driver.model.Layer;
import io.quantunet.driver.model.LayerKind;
import java.util.Optional;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("The CPU rule")
class CpuRuleTest {

  private static final boolean VNNI = true;
  private static final boolean NO_VNNI = false;

  @Test
  void trustsVnniWithTheLargestProducts() {
    assertThat(CpuRule.isExact(layer(127, 8, 0), VNNI)).isTrue();
  }

  @Test
  void trustsAnOlderCpuOnlyWithPairsThatFitInto16Bits() {
    assertThat(CpuRule.isExact(layer(64, 8, 0), NO_VNNI)).isTrue(); // 2 * 64 * 255 = 32640
    assertThat(CpuRule.isExact(layer(65, 8, 0), NO_VNNI)).isFalse(); // 33150
    assertThat(CpuRule.isExact(layer(127, 7, 0), NO_VNNI)).isTrue(); // 32258
  }

  @Test
  void trustsNoCpuBeyondTheIntegersOfFloat32() {
    int limit = 1 << 24;
    assertThat(CpuRule.isExact(layer(1, 2, limit - 4), VNNI)).isTrue();
    assertThat(CpuRule.isExact(layer(1, 2, limit - 3), VNNI)).isFalse();
    assertThat(CpuRule.isExact(layer(1, 2, -(limit - 3)), VNNI)).isFalse();
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
