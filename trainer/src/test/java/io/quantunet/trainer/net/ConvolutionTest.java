package io.quantunet.trainer.net;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

@DisplayName("A convolution on oneDNN")
class ConvolutionTest {

  private final Random random = new Random(1);
  private final Workspace workspace = new Workspace();

  @AfterEach
  void close() {
    workspace.close();
  }

  @ParameterizedTest(name = "kernel {0}, {1} to {2} channels")
  @CsvSource({"1, 4, 6", "3, 4, 6", "3, 1, 16", "1, 16, 1", "3, 17, 33"})
  void equalsThePlainLoops(int kernel, int in, int out) {
    Tensor input = Probe.random(random, 3, 5, 7, in);
    float[] weights = weights(out * kernel * kernel * in);

    float[] found = forward(input, weights, kernel, out);

    assertThat(found)
        .containsExactly(PlainConvolution.forward(input, weights, kernel, out), within(1e-4f));
  }

  @ParameterizedTest(name = "kernel {0}, {1} to {2} channels")
  @CsvSource({"1, 4, 6", "3, 4, 6", "3, 1, 16", "1, 16, 1", "3, 17, 33"})
  void carriesGradientsBackAsThePlainLoops(int kernel, int in, int out) {
    Tensor input = Probe.random(random, 3, 5, 7, in);
    Tensor outputGradient = Probe.random(random, 3, 5, 7, out);
    float[] weights = weights(out * kernel * kernel * in);

    Gradients found = backward(input, outputGradient, weights, kernel);

    assertThat(found.ofInput())
        .containsExactly(
            PlainConvolution.toInput(outputGradient, weights, kernel, in), within(1e-4f));
    assertThat(found.ofWeights())
        .containsExactly(PlainConvolution.toWeights(input, outputGradient, kernel), within(1e-3f));
  }

  @ParameterizedTest(name = "{0}, kernel {1}")
  @CsvSource({"FLOAT32, 1", "FLOAT32, 3", "BFLOAT16, 1", "BFLOAT16, 3"})
  void isExactOnCodesOfUpToEightBits(Precision precision, int kernel) {
    SupportedPrecision.require(precision);
    Tensor input = codes(precision, 255, 2, 6, 6, 57); // 57 * 9 * 255 * 127 < 2^24
    float[] weights = new float[5 * kernel * kernel * 57];
    for (int i = 0; i < weights.length; i++) {
      weights[i] = Math.scalb((float) (random.nextInt(255) - 127), -9);
    }

    float[] found = forward(input, weights, kernel, 5);

    assertThat(found).containsExactly(PlainConvolution.forward(input, weights, kernel, 5));
  }

  @ParameterizedTest(name = "kernel {0}")
  @CsvSource({"1", "3"})
  void roundsOnlyTheFactorsInBfloat16(int kernel) {
    SupportedPrecision.require(Precision.BFLOAT16);
    Tensor input = rounded(Probe.random(random, 3, 5, 7, 17));
    Tensor outputGradient = rounded(Probe.random(random, 3, 5, 7, 33));
    Tensor floatGradient = outputGradient.like();
    Probe.copy(outputGradient, floatGradient);
    float[] weights = weights(33 * kernel * kernel * 17);
    for (int i = 0; i < weights.length; i++) {
      weights[i] = Math.scalb((float) (random.nextInt(255) - 127), -6);
    }

    Gradients found = backward(input, floatGradient, weights, kernel);

    assertThat(found.ofInput())
        .containsExactly(
            PlainConvolution.toInput(outputGradient, weights, kernel, 17), within(1e-3f));
    assertThat(found.ofWeights())
        .containsExactly(PlainConvolution.toWeights(input, outputGradient, kernel), within(1e-3f));
  }

  @ParameterizedTest
  @EnumSource(Precision.class)
  void repeatsItselfBitForBit(Precision precision) {
    SupportedPrecision.require(precision);
    Tensor input = codes(precision, 63, 4, 64, 64, 24);
    Tensor outputGradient = Probe.random(random, 4, 64, 64, 40);
    float[] weights = weights(40 * 9 * 24);

    Gradients once = backward(input, outputGradient, weights, 3);
    Gradients again = backward(input, outputGradient, weights, 3);

    assertThat(again.ofInput()).containsExactly(once.ofInput());
    assertThat(again.ofWeights()).containsExactly(once.ofWeights());
  }

  @ParameterizedTest
  @CsvSource({"1", "2", "4"})
  void addsUpTheWeightGradientsOfItsPieces(int images) {
    Tensor input = Probe.random(random, images, 128, 128, 20); // more than one piece from 2 on
    Tensor outputGradient = Probe.random(random, images, 128, 128, 3);
    float[] weights = weights(3 * 20);
    assertThat(Pieces.of(images, input.imageSize(), weights.length).count()).isEqualTo(images);

    Gradients found = backward(input, outputGradient, weights, 1);

    assertThat(found.ofWeights())
        .containsExactly(PlainConvolution.toWeights(input, outputGradient, 1), within(0.05f));
  }

  private record Gradients(float[] ofInput, float[] ofWeights) {}

  private float[] forward(Tensor input, float[] weights, int kernel, int out) {
    Tensor output = Tensor.zeros(input.images(), input.height(), input.width(), out);
    try (Convolution convolution = new Convolution(workspace, input, output, kernel)) {
      convolution.setWeights(weights);
      convolution.pieces().forEach(convolution::forward);
    }
    return output.toArray();
  }

  private Gradients backward(Tensor input, Tensor outputGradient, float[] weights, int kernel) {
    Tensor inputGradient = input.like();
    Tensor factors = outputGradient.like(input.precision());
    Probe.copy(outputGradient, factors);
    float[] weightGradient = new float[weights.length];
    try (Convolution convolution =
        new Convolution(workspace, input, outputGradient.like(), kernel)) {
      convolution.setWeights(weights);
      convolution
          .pieces()
          .forEach(
              first ->
                  convolution.backward(
                      first, factors.at(first * factors.imageSize()), Optional.of(inputGradient)));
      convolution.readGradient(weightGradient);
    }
    return new Gradients(inputGradient.toArray(), weightGradient);
  }

  private float[] weights(int count) {
    float[] weights = new float[count];
    for (int i = 0; i < count; i++) {
      weights[i] = (float) random.nextGaussian();
    }
    return weights;
  }

  private Tensor codes(
      Precision precision, int max, int images, int height, int width, int channels) {
    Tensor tensor = Tensor.zeros(precision, images, height, width, channels);
    float[] values = new float[tensor.size()];
    for (int i = 0; i < values.length; i++) {
      values[i] = random.nextInt(max + 1);
    }
    tensor.write(0, values, values.length);
    return tensor;
  }

  private static Tensor rounded(Tensor tensor) {
    Tensor rounded = tensor.like(Precision.BFLOAT16);
    Probe.copy(tensor, rounded);
    return rounded;
  }
}
