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

@DisplayName("Adam")
class AdamTest {

  private final Adam adam = new Adam(new Adam.Rates(0.1, 0.5, 0.2));

  @Test
  void firstStepsByItsRateDownEachGradient() {
    Parameter weight = parameter("w", Group.WEIGHT, 3, -0.002f);
    Parameter bits = parameter("b", Group.BIT_WIDTH, 1e-4f);

    adam.step(List.of(weight, bits), 1);

    assertThat(weight.value()).containsExactly(new float[] {-0.1f, 0.1f}, within(1e-4f));
    assertThat(bits.value()).containsExactly(new float[] {-0.5f}, within(1e-4f));
  }

  @Test
  void followsTheSchedule() {
    Parameter weight = parameter("w", Group.WEIGHT, 1);

    adam.step(List.of(weight), 0.25);

    assertThat(weight.value()[0]).isCloseTo(-0.025f, within(1e-5f));
  }

  @Test
  void clipsTheNormOfTheWeightsGradientsOnly() {
    // After equal first steps the second step tells how large the first gradient was taken to be.
    Parameter clipped = parameter("w", Group.WEIGHT, 500);
    Parameter free = parameter("t", Group.THRESHOLD, 500);
    adam.step(List.of(clipped, free), 1);
    float clippedBefore = clipped.value()[0];
    float freeBefore = free.value()[0];
    clipped.gradient()[0] = 5;
    free.gradient()[0] = 5;

    adam.step(List.of(clipped, free), 1);

    assertThat(clippedBefore - clipped.value()[0])
        .as("500 counted as 5: same again")
        .isCloseTo(0.1f, within(1e-4f));
    assertThat(freeBefore - free.value()[0]).as("500 counted").isLessThan(0.2f * 0.8f);
  }

  @Test
  void goesOnAfterLoadingAsIfNothingHadHappened() throws Exception {
    Parameter original = parameter("w", Group.WEIGHT, 1, 2);
    adam.step(List.of(original), 1);
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    adam.save(new DataOutputStream(bytes));
    Adam copy = new Adam(new Adam.Rates(0.1, 0.5, 0.2));
    copy.load(new DataInputStream(new ByteArrayInputStream(bytes.toByteArray())));
    Parameter twin = Parameter.of("w", Group.WEIGHT, original.value().clone());
    setGradient(twin, 0.5f, -3);
    setGradient(original, 0.5f, -3);

    adam.step(List.of(original), 1);
    copy.step(List.of(twin), 1);

    assertThat(twin.value()).containsExactly(original.value());
  }

  @Test
  void findsTheMinimumOfAParabola() {
    Parameter weight = parameter("w", Group.WEIGHT, 0);
    CosineSchedule schedule = new CosineSchedule(0, 300);
    for (int step = 0; step < 300; step++) {
      weight.gradient()[0] = 2 * (weight.value()[0] - 3);
      adam.step(List.of(weight), schedule.factor(step));
    }

    assertThat(weight.value()[0]).isCloseTo(3, within(0.01f));
  }

  @Test
  void namesAGradientThatIsNoNumberAndChangesNothing() {
    Parameter sound = parameter("a.weight", Group.WEIGHT, 1);
    Parameter broken = parameter("b.weight", Group.WEIGHT, 1, Float.NaN);

    assertThatThrownBy(() -> adam.step(List.of(sound, broken), 1))
        .isInstanceOf(ArithmeticException.class)
        .hasMessage("the gradient of b.weight is not finite");
    assertThat(sound.value()[0]).isZero();
  }

  @Test
  void namesAnInfiniteGradientOutsideOfTheWeightsToo() {
    Parameter bits = parameter("a.bits", Group.BIT_WIDTH, Float.POSITIVE_INFINITY);

    assertThatThrownBy(() -> adam.step(List.of(bits), 1)).hasMessageContaining("a.bits");
  }

  private static Parameter parameter(String name, Group group, float... gradient) {
    Parameter parameter = Parameter.of(name, group, new float[gradient.length]);
    setGradient(parameter, gradient);
    return parameter;
  }

  private static void setGradient(Parameter parameter, float... gradient) {
    System.arraycopy(gradient, 0, parameter.gradient(), 0, gradient.length);
  }
}
