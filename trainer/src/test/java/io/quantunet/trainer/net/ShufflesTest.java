package io.quantunet.trainer.net;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("Pooling and concatenation")
class ShufflesTest {

  private final Random random = new Random(3);
  private final Workspace workspace = new Workspace();

  @AfterEach
  void close() {
    workspace.close();
  }

  @Test
  void poolingTakesTheLargestOfEachWindow() {
    Tensor input = Tensor.zeros(1, 2, 4, 1);
    input.write(0, new float[] {1, 2, 7, 0, 4, 3, 5, 6}, 8);
    Tensor output = Tensor.zeros(1, 1, 2, 1);

    MaxPool pool = new MaxPool(workspace, input, output);
    pool.forward();

    assertThat(output.toArray()).containsExactly(4, 7);
  }

  @Test
  void poolingGivesItsGradientToTheLargestOnly() {
    Tensor input = Probe.random(random, 2, 4, 4, 3);
    Tensor output = Tensor.zeros(2, 2, 2, 3);
    Tensor outputGradient = Probe.random(random, 2, 2, 2, 3);
    Tensor inputGradient = input.like();
    MaxPool pool = new MaxPool(workspace, input, output);
    pool.forward();

    pool.backward(outputGradient, inputGradient);

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
    MaxPool pool = new MaxPool(workspace, input, output);
    pool.forward();

    pool.backward(outputGradient, inputGradient);

    assertThat(inputGradient.toArray()).containsExactly(5, 0, 0, 0);
  }

  @Test
  void concatenationPutsUpsampledPixelsInPlaceBeforeTheSkip() {
    Tensor packed = Tensor.zeros(1, 1, 1, 4);
    packed.write(0, new float[] {1, 2, 3, 4}, 4); // [ky, kx]
    Tensor skip = Tensor.zeros(1, 2, 2, 1);
    skip.write(0, new float[] {-1, -2, -3, -4}, 4);
    Tensor output = Tensor.zeros(1, 2, 2, 2);

    new Concatenation(workspace, packed, skip, output).forward();

    assertThat(output.toArray()).containsExactly(1, -1, 2, -2, 3, -3, 4, -4);
  }

  @Test
  void concatenationBackwardIsItsInverse() {
    Tensor packed = Probe.random(random, 2, 3, 2, 12);
    Tensor skip = Probe.random(random, 2, 6, 4, 5);
    Tensor output = Tensor.zeros(2, 6, 4, 8);
    Tensor packedBack = packed.like();
    Tensor skipBack = skip.like();

    Concatenation join = new Concatenation(workspace, packed, skip, output);

    join.forward();
    join.backwardToPacked(output, packedBack);
    join.addToSkip(output, skipBack);

    assertThat(packedBack.toArray()).containsExactly(packed.toArray());
    assertThat(skipBack.toArray()).containsExactly(skip.toArray());
  }

  @Test
  void concatenationAddsToTheSkipsOtherGradient() {
    Tensor skip = Tensor.zeros(1, 2, 2, 1);
    Tensor join = Tensor.zeros(1, 2, 2, 2);
    join.write(0, new float[] {9, 1, 9, 2, 9, 3, 9, 4}, 8);
    skip.write(0, new float[] {10, 20, 30, 40}, 4);

    new Concatenation(workspace, Tensor.zeros(1, 1, 1, 4), skip.like(), join).addToSkip(join, skip);

    assertThat(skip.toArray()).containsExactly(11, 22, 33, 44);
  }

  /** Many codes are equal, and the two precisions keep the winners in one layout. */
  @ParameterizedTest(name = "{0} channels")
  @ValueSource(ints = {1, 3, 16, 17, 32})
  void poolingOfCodesInBfloat16EqualsThatInFloats(int channels) {
    SupportedPrecision.require(Precision.BFLOAT16);
    Tensor codes = Tensor.zeros(2, 8, 8, channels);
    float[] values = new float[codes.size()];
    for (int i = 0; i < values.length; i++) {
      values[i] = random.nextInt(4);
    }
    codes.write(0, values, values.length);
    Tensor rounded = codes.like(Precision.BFLOAT16);
    rounded.write(0, values, values.length);
    Tensor gradient = Probe.random(random, 2, 4, 4, channels);

    assertThat(pooledBack(rounded, gradient)).containsExactly(pooledBack(codes, gradient));
  }

  private float[] pooledBack(Tensor input, Tensor gradient) {
    Tensor output = gradient.like(input.precision());
    Tensor inputGradient = input.like();
    MaxPool pool = new MaxPool(workspace, input, output);
    pool.forward();
    pool.backward(gradient, inputGradient);
    return inputGradient.toArray();
  }
}
