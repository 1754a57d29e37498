package io.quantunet.trainer.net;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Random;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("Pooling and concatenation")
class ShufflesTest {

  private final Random random = new Random(3);

  @Test
  void poolingTakesTheLargestOfEachWindow() {
    Tensor input = Tensor.zeros(1, 2, 4, 1);
    input.write(0, new float[] {1, 2, 7, 0, 4, 3, 5, 6}, 8);
    Tensor output = Tensor.zeros(1, 1, 2, 1);

    MaxPool.forward(input, output);

    assertThat(output.toArray()).containsExactly(4, 7);
  }

  @Test
  void poolingAddsItsGradientToTheLargestOnly() {
    Tensor input = Probe.random(random, 2, 4, 4, 3);
    Tensor output = Tensor.zeros(2, 2, 2, 3);
    Tensor outputGradient = Probe.random(random, 2, 2, 2, 3);
    Tensor inputGradient = input.like();
    MaxPool.forward(input, output);

    MaxPool.backward(input, output, outputGradient, inputGradient);

    // Homogeneous of degree one, so Euler's theorem gives <dx, x> = <g, y>.
    assertThat(Probe.product(inputGradient, input))
        .isCloseTo(Probe.product(outputGradient, output), within(1e-5));
  }

  @Test
  void poolingGivesATieToTheFirst() {
    Tensor input = Tensor.zeros(1, 2, 2, 1);
    Tensor output = Tensor.zeros(1, 1, 1, 1);
    Tensor outputGradient = Tensor.zeros(1, 1, 1, 1);
    outputGradient.write(0, new float[] {5}, 1);
    Tensor inputGradient = input.like();
    MaxPool.forward(input, output);

    MaxPool.backward(input, output, outputGradient, inputGradient);

    assertThat(inputGradient.toArray()).containsExactly(5, 0, 0, 0);
  }

  @Test
  void concatenationPutsUpsampledPixelsInPlaceBeforeTheSkip() {
    Tensor packed = Tensor.zeros(1, 1, 1, 4);
    packed.write(0, new float[] {1, 2, 3, 4}, 4); // [ky, kx]
    Tensor skip = Tensor.zeros(1, 2, 2, 1);
    skip.write(0, new float[] {-1, -2, -3, -4}, 4);
    Tensor output = Tensor.zeros(1, 2, 2, 2);

    Concatenation.forward(packed, skip, output);

    assertThat(output.toArray()).containsExactly(1, -1, 2, -2, 3, -3, 4, -4);
  }

  @Test
  void concatenationBackwardIsItsInverse() {
    Tensor packed = Probe.random(random, 2, 3, 2, 12);
    Tensor skip = Probe.random(random, 2, 6, 4, 5);
    Tensor output = Tensor.zeros(2, 6, 4, 8);
    Tensor packedBack = packed.like();
    Tensor skipBack = skip.like();

    Concatenation.forward(packed, skip, output);
    Concatenation.backward(output, packedBack, skipBack);

    assertThat(packedBack.toArray()).containsExactly(packed.toArray());
    assertThat(skipBack.toArray()).containsExactly(skip.toArray());
  }
}
