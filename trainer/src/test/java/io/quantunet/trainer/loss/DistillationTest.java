package io.quantunet.trainer.loss;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.quantunet.trainer.net.Tensor;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("The loss against a teacher")
class DistillationTest {

  private static final int PIXELS = 16;

  private final Random random = new Random(3);
  private final Distillation distillation = new Distillation(0.3, 2);

  @Test
  void isNothingWhereStudentAndTeacherAgree() {
    Tensor logits = random();
    Tensor gradient = logits.like();

    assertThat(distillation.addTo(logits, logits, gradient)).isCloseTo(0, within(1e-12));
    assertThat(gradient.toArray()).containsOnly(0f);
  }

  @Test
  void isTheDivergenceOfTheSoftMasks() {
    Tensor logits = Tensor.zeros(1, 1, 1, 1);
    Tensor teacher = logits.like();
    teacher.write(0, new float[] {(float) (2 * Math.log(3))}, 1);

    double loss = distillation.addTo(logits, teacher, logits.like());

    // q = 3/4 and p = 1/2.
    double divergence = 0.75 * Math.log(0.75 / 0.5) + 0.25 * Math.log(0.25 / 0.5);
    assertThat(loss).isCloseTo(0.3 * 4 * divergence, within(1e-6));
  }

  @Test
  void hasTheGradientOfFiniteDifferences() {
    Tensor logits = random();
    Tensor teacher = random();
    Tensor gradient = logits.like();
    distillation.addTo(logits, teacher, gradient);
    float[] expected = gradient.toArray();
    float[] values = logits.toArray();

    for (int i = 0; i < values.length; i++) {
      double step = 1.0 / 256;
      double above = at(values, i, step, teacher);
      double below = at(values, i, -step, teacher);
      assertThat((above - below) / (2 * step)).isCloseTo(expected[i], within(1e-6));
    }
  }

  @Test
  void addsToTheGradientThatIsThere() {
    Tensor logits = random();
    Tensor gradient = logits.like();
    float[] ones = new float[gradient.size()];
    Arrays.fill(ones, 1);
    gradient.write(0, ones, ones.length);

    distillation.addTo(logits, logits, gradient);

    assertThat(gradient.toArray()).containsOnly(1f);
  }

  @Test
  void refusesAWeightBeyondOne() {
    assertThatThrownBy(() -> new Distillation(1.5, 2)).hasMessageContaining("0..1, was 1.5");
    assertThatThrownBy(() -> new Distillation(0.5, 0)).hasMessageContaining("positive, was 0.0");
  }

  private double at(float[] values, int index, double step, Tensor teacher) {
    float[] moved = values.clone();
    moved[index] += (float) step;
    Tensor logits = Tensor.zeros(2, 2, PIXELS / 4, 1);
    logits.write(0, moved, moved.length);
    return distillation.addTo(logits, teacher, logits.like());
  }

  private Tensor random() {
    Tensor tensor = Tensor.zeros(2, 2, PIXELS / 4, 1);
    float[] values = new float[tensor.size()];
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) (2 * random.nextGaussian());
    }
    tensor.write(0, values, values.length);
    return tensor;
  }
}
