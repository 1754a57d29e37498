package io.quantunet.trainer.net;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.quantunet.driver.model.BitWidth;
import io.quantunet.trainer.net.Nonlinearity.QuantizedRelu;
import io.quantunet.trainer.optimizer.Parameter;
import io.quantunet.trainer.quantization.ActivationQuantizer;
import java.util.Random;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@DisplayName("The quantized ReLU")
class QuantizedReluTest {

  private static final int BLOCK = 64;
  private static final int COUNT = 4 * BLOCK;

  private final Random random = new Random(2);
  private final float[] y = new float[COUNT];
  private final float[] gradient = new float[COUNT];

  @ParameterizedTest(name = "{0} bits, log2 t = {1}")
  @CsvSource({"2, 0.5", "4, -1.2", "6, 1", "8, 0.3"})
  void hasTheGradientsOfTheStraightThroughSurrogate(float bits, float log2Threshold) {
    draw();
    ActivationQuantizer quantizer = ActivationQuantizer.ofLearnedWidth("probe", bits);
    quantizer.log2Threshold().value()[0] = log2Threshold;
    backward(quantizer);

    double h = 1e-4;
    double ofWidth = (surrogate(quantizer, h, 0) - surrogate(quantizer, -h, 0)) / (2 * h);
    double ofThreshold = (surrogate(quantizer, 0, h) - surrogate(quantizer, 0, -h)) / (2 * h);

    Parameter width = quantizer.parameters().get(1);
    assertThat((double) width.gradient()[0]).isCloseTo(ofWidth, within(2e-3));
    assertThat((double) quantizer.log2Threshold().gradient()[0])
        .isCloseTo(ofThreshold, within(2e-3));
  }

  @Test
  void ofALearnedWidthComputesWhatThatOfAFixedOneDoes() {
    draw();
    float[] fixed = forward(new ActivationQuantizer("fixed", new BitWidth(5)));

    assertThat(forward(ActivationQuantizer.ofLearnedWidth("learned", 5.3f))).containsExactly(fixed);
  }

  @Test
  void addsUpTheGradientsOfBothSourcesOfAConcatenation() {
    draw();
    ActivationQuantizer quantizer = ActivationQuantizer.ofLearnedWidth("probe", 3);
    backward(quantizer);
    float once = quantizer.parameters().get(1).gradient()[0];

    backward(quantizer);
    assertThat(quantizer.parameters().get(1).gradient()[0]).isEqualTo(2 * once);

    quantizer.startBackward();
    assertThat(quantizer.parameters().get(1).gradient()[0]).isZero();
  }

  /**
   * {@code sum(g * Q)} as a function of width and threshold, with rounding errors in code steps and
   * what lies in, below and above the range frozen as they are.
   */
  private double surrogate(ActivationQuantizer quantizer, double moreBits, double moreLog2) {
    double frozen = quantizer.step();
    double range = Math.scalb(frozen, quantizer.format().width().bits()) * Math.pow(2, moreLog2);
    double step = frozen * Math.pow(2, moreLog2 - moreBits);
    double sum = 0;
    for (int i = 0; i < COUNT; i++) {
      double u = y[i] / frozen;
      if (u > quantizer.maxCode() + 0.5) {
        sum += gradient[i] * (range - step);
      } else if (u >= 0) {
        sum += gradient[i] * (y[i] + (Math.rint(u) - u) * step);
      }
    }
    return sum;
  }

  private void backward(ActivationQuantizer quantizer) {
    QuantizedRelu relu = new QuantizedRelu(quantizer, BLOCK);
    for (int from = 0; from < COUNT; from += BLOCK) {
      relu.backward(block(y, from), block(gradient, from), BLOCK);
    }
    relu.endBackward();
  }

  private float[] forward(ActivationQuantizer quantizer) {
    float[] values = block(y, 0);
    new QuantizedRelu(quantizer, BLOCK).forward(values, BLOCK);
    return values;
  }

  private static float[] block(float[] values, int from) {
    float[] block = new float[BLOCK];
    System.arraycopy(values, from, block, 0, BLOCK);
    return block;
  }

  private void draw() {
    for (int i = 0; i < COUNT; i++) {
      y[i] = 1.5f * (float) random.nextGaussian();
      gradient[i] = (float) random.nextGaussian();
    }
  }
}
