package io.quantunet.trainer.net;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Random;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("A convolution on ND4J")
class ConvolutionTest {

  private final Random random = new Random(1);

  @ParameterizedTest(name = "kernel {0}")
  @ValueSource(ints = {1, 3})
  void equalsThePlainLoops(int kernel) {
    Tensor input = Probe.random(random, 3, 5, 7, 4);
    Tensor output = Tensor.zeros(3, 5, 7, 6);
    float[] weights = weights(6 * kernel * kernel * 4);

    new Convolution(input, output, kernel).forward(weights);

    float[] expected = plain(input, weights, kernel, 6);
    assertThat(output.toArray()).containsExactly(expected, within(1e-4f));
  }

  @ParameterizedTest(name = "kernel {0}")
  @ValueSource(ints = {1, 3})
  void isExactOnIntegers(int kernel) {
    Tensor input = integers(63, 2, 6, 6, 33);
    Tensor output = Tensor.zeros(2, 6, 6, 5);
    float[] weights = new float[5 * kernel * kernel * 33];
    for (int i = 0; i < weights.length; i++) {
      weights[i] = random.nextInt(15) - 7;
    }

    new Convolution(input, output, kernel).forward(weights);

    assertThat(output.toArray()).containsExactly(plain(input, weights, kernel, 5));
  }

  @ParameterizedTest(name = "kernel {0}")
  @ValueSource(ints = {1, 3})
  void carriesGradientsBackAsItsTranspose(int kernel) {
    Tensor input = Probe.random(random, 3, 4, 4, 3);
    Tensor output = Tensor.zeros(3, 4, 4, 5);
    Tensor outputGradient = Probe.random(random, 3, 4, 4, 5);
    Tensor inputGradient = input.like();
    float[] weights = weights(5 * kernel * kernel * 3);
    float[] weightGradient = new float[weights.length];
    Convolution convolution = new Convolution(input, output, kernel);
    convolution.forward(weights);

    convolution.backward(outputGradient, inputGradient, weightGradient);

    // Linear in the input and in the weights: <g, y> = <dx, x> = <dw, w>.
    double expected = Probe.product(outputGradient, output);
    double byWeights = 0;
    for (int i = 0; i < weights.length; i++) {
      byWeights += (double) weights[i] * weightGradient[i];
    }
    assertThat(Probe.product(inputGradient, input)).isCloseTo(expected, within(1e-3));
    assertThat(byWeights).isCloseTo(expected, within(1e-3));
  }

  private float[] weights(int count) {
    float[] weights = new float[count];
    for (int i = 0; i < count; i++) {
      weights[i] = (float) random.nextGaussian();
    }
    return weights;
  }

  private Tensor integers(int max, int images, int height, int width, int channels) {
    Tensor tensor = Tensor.zeros(images, height, width, channels);
    float[] values = new float[tensor.size()];
    for (int i = 0; i < values.length; i++) {
      values[i] = random.nextInt(max + 1);
    }
    tensor.write(0, values, values.length);
    return tensor;
  }

  private static float[] plain(Tensor input, float[] weights, int kernel, int out) {
    int in = input.channels();
    float[] x = input.toArray();
    float[] y = new float[input.images() * input.height() * input.width() * out];
    int at = 0;
    for (int n = 0; n < input.images(); n++) {
      for (int row = 0; row < input.height(); row++) {
        for (int column = 0; column < input.width(); column++) {
          for (int o = 0; o < out; o++) {
            double sum = 0;
            for (int ky = 0; ky < kernel; ky++) {
              for (int kx = 0; kx < kernel; kx++) {
                int fromY = row + ky - kernel / 2;
                int fromX = column + kx - kernel / 2;
                if (fromY < 0 || fromX < 0 || fromY >= input.height() || fromX >= input.width()) {
                  continue;
                }
                for (int i = 0; i < in; i++) {
                  int from = ((n * input.height() + fromY) * input.width() + fromX) * in + i;
                  sum += x[from] * weights[((o * kernel + ky) * kernel + kx) * in + i];
                }
              }
            }
            y[at++] = (float) sum;
          }
        }
      }
    }
    return y;
  }
}
