package io.quantunet.trainer.report.chart;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import org.junit.jupiter.api.Test;

class ScaleTest {

  @Test
  void ticksAreRoundValues() {
    assertThat(new Scale(0, 1, 0, 100, false).ticks(5))
        .containsExactly(0.0, 0.2, 0.4, 0.6, 0.8, 1.0);
    assertThat(new Scale(1, 40, 0, 100, false).ticks(8))
        .containsExactly(5.0, 10.0, 15.0, 20.0, 25.0, 30.0, 35.0, 40.0);
  }

  @Test
  void ticksOfADoublingScaleArePowersOfTwo() {
    assertThat(new Scale(1.6, 40, 0, 100, true).ticks(6))
        .containsExactly(2.0, 4.0, 8.0, 16.0, 32.0);
  }

  @Test
  void doublingTakesTheSamePixelsEverywhere() {
    Scale scale = new Scale(2, 32, 10, 90, true);

    assertThat(scale.pixel(2)).isEqualTo(10);
    assertThat(scale.pixel(4) - scale.pixel(2))
        .isCloseTo(scale.pixel(32) - scale.pixel(16), within(1e-9));
    assertThat(scale.pixel(32)).isEqualTo(90);
  }

  @Test
  void anAxisNeedsTwoEnds() {
    assertThatThrownBy(() -> new Scale(1, 1, 0, 100, false))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new Scale(Double.NaN, 1, 0, 100, false))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new Scale(0, 1, 0, 100, true))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("doubling");
  }

  @Property(tries = 200)
  void anyRangeGetsAHandfulOfTicksWithinIt(
      @ForAll @DoubleRange(min = -1e6, max = 1e6) double min,
      @ForAll @DoubleRange(min = 0.01, max = 1e6) double length) {
    List<Double> ticks = new Scale(min, min + length, 0, 1, false).ticks(6);

    assertThat(ticks).hasSizeBetween(2, 12);
    assertThat(ticks)
        .allSatisfy(
            tick -> assertThat(tick).isBetween(min - 1e-6 * length, min + length * 1.000001));
  }
}
