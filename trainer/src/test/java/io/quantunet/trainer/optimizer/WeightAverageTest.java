package io.quantunet.trainer.optimizer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.quantunet.trainer.optimizer.Parameter.Group;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("The average of the weights")
class WeightAverageTest {

  private final Parameter weight = Parameter.of("w", Group.WEIGHT, 1, -4);
  private final Parameter bits = Parameter.of("b", Group.BIT_WIDTH, 3);
  private final List<Parameter> parameters = List.of(weight, bits);
  private final WeightAverage average = new WeightAverage(0.5);

  @Test
  void followsTheFormula() {
    average.update(parameters);
    set(2, -8, 4);
    average.update(parameters);
    set(0, 0, 8);
    average.update(parameters);

    average.exchange(parameters);

    // d is 2/11 in the second step and 3/12 in the third.
    double second = 2 / 11.0 * 1 + 9 / 11.0 * 2;
    assertThat(weight.value()[0]).isCloseTo((float) (0.25 * second), within(1e-6f));
    double secondBits = 2 / 11.0 * 3 + 9 / 11.0 * 4;
    assertThat(bits.value()[0]).isCloseTo((float) (0.25 * secondBits + 6), within(1e-6f));
  }

  @Test
  void neverForgetsFasterThanItsDecay() {
    for (int step = 0; step < 100; step++) {
      average.update(parameters);
    }
    set(3, 0, 3);
    average.update(parameters);

    average.exchange(parameters);

    assertThat(weight.value()[0]).as("half of 1, half of 3").isEqualTo(2);
  }

  @Test
  void givesTheParametersTheirOwnValuesBackBitForBit() {
    average.update(parameters);
    set(0.1f, 0.2f, 2.3f);

    average.exchange(parameters);
    assertThat(weight.value()).containsExactly(1, -4);
    average.exchange(parameters);

    assertThat(weight.value()).containsExactly(0.1f, 0.2f);
    assertThat(bits.value()).containsExactly(2.3f);
  }

  @Test
  void leavesTheParametersAloneBeforeItsFirstStep() {
    average.exchange(parameters);

    assertThat(weight.value()).containsExactly(1, -4);
  }

  @Test
  void goesOnAfterLoadingAsIfNothingHadHappened() throws Exception {
    average.update(parameters);
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    average.save(new DataOutputStream(bytes));
    WeightAverage copy = new WeightAverage(0.5);
    copy.load(new DataInputStream(new ByteArrayInputStream(bytes.toByteArray())));
    set(5, 6, 7);
    average.update(parameters);
    copy.update(parameters);

    average.exchange(parameters);
    float[] expected = weight.value().clone();
    average.exchange(parameters);
    copy.exchange(parameters);

    assertThat(weight.value()).containsExactly(expected);
  }

  @Test
  void refusesADecayThatIsNone() {
    assertThatThrownBy(() -> new WeightAverage(1)).hasMessageContaining("0..1, was 1.0");
    assertThatThrownBy(() -> new WeightAverage(Double.NaN)).hasMessageContaining("NaN");
  }

  private void set(float first, float second, float third) {
    weight.value()[0] = first;
    weight.value()[1] = second;
    bits.value()[0] = third;
  }
}
