package io.quantunet.driver.engine.reference;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.quantunet.driver.model.BitWidth;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Random;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@DisplayName("The requantizer")
class RequantizerTest {

  @ParameterizedTest(name = "{0} / 2^{1} -> {2}")
  @CsvSource({"5, 1, 2", "7, 1, 4", "6, 2, 2", "10, 2, 2", "-5, 1, 0", "9, 0, 9", "300, 0, 255"})
  void roundsTiesToEvenAndClamps(int accumulator, int shift, int code) {
    assertThat(new Requantizer(shift, new BitWidth(8)).code(accumulator)).isEqualTo(code);
  }

  @Test
  void agreesWithExactArithmeticEverywhere() {
    Random random = new Random(20261120);
    for (int i = 0; i < 200_000; i++) {
      int shift = random.nextInt(32);
      int bits = 2 + random.nextInt(7);
      int accumulator = random.nextInt() >> random.nextInt(31);

      int code = new Requantizer(shift, new BitWidth(bits)).code(accumulator);

      int exact = exactCode(accumulator, shift, bits);
      if (code != exact) {
        assertThat(code).as("acc %d, shift %d, bits %d", accumulator, shift, bits).isEqualTo(exact);
      }
    }
  }

  @Test
  void doesNotWrapAtTheEdgeOfInt32() {
    assertThat(new Requantizer(31, new BitWidth(2)).code(Integer.MAX_VALUE)).isEqualTo(1);
    assertThat(new Requantizer(1, new BitWidth(8)).code(Integer.MAX_VALUE)).isEqualTo(255);
    assertThat(new Requantizer(31, new BitWidth(8)).code(Integer.MIN_VALUE)).isZero();
  }

  @Test
  void refusesShiftsOutsideItsRange() {
    assertThatThrownBy(() -> new Requantizer(32, new BitWidth(4)))
        .hasMessage("shift must be 0..31, was 32");
  }

  private static int exactCode(int accumulator, int shift, int bits) {
    BigDecimal quotient = BigDecimal.valueOf(accumulator).divide(BigDecimal.valueOf(1L << shift));
    long rounded = quotient.setScale(0, RoundingMode.HALF_EVEN).longValueExact();
    return (int) Math.max(0, Math.min((1 << bits) - 1, rounded));
  }
}
