package io.quantunet.trainer.net;

import io.quantunet.trainer.quantization.ActivationQuantizer;
import java.util.Arrays;
import java.util.stream.IntStream;

/** What follows convolution and normalization, on blocks. */
sealed interface Nonlinearity {

  /** Turns pre-activations into activations, in place. */
  void forward(float[] y, int count);

  /**
   * Turns the gradient of activations into that of the pre-activations {@code y}, in place; {@code
   * y} is spent.
   */
  void backward(float[] y, float[] gradient, int count);

  /** All blocks have gone backward. */
  default void endBackward() {}

  /** The head's: none. */
  record Identity() implements Nonlinearity {
    @Override
    public void forward(float[] y, int count) {}

    @Override
    public void backward(float[] y, float[] gradient, int count) {}
  }

  /** A net in floats. */
  record Relu() implements Nonlinearity {
    @Override
    public void forward(float[] y, int count) {
      BlockKernels.relu(y, count);
    }

    @Override
    public void backward(float[] y, float[] gradient, int count) {
      BlockKernels.reluBackward(y, gradient, count);
    }
  }

  /** ReLU and quantization at once, the clamp of the codes at 0 being the ReLU. */
  final class QuantizedRelu implements Nonlinearity {

    private final ActivationQuantizer quantizer;
    private final float[] threshold;
    private final float[] inside;
    private final float[] above;

    QuantizedRelu(ActivationQuantizer quantizer, int blockSize) {
      this.quantizer = quantizer;
      this.threshold = new float[blockSize];
      this.inside = new float[blockSize];
      this.above = new float[blockSize];
    }

    @Override
    public void forward(float[] y, int count) {
      BlockKernels.quantize(y, quantizer.step(), quantizer.maxCode(), count);
    }

    @Override
    public void backward(float[] y, float[] gradient, int count) {
      if (quantizer.learnsWidth()) {
        BlockKernels.sumAbove(y, gradient, quantizer.step(), quantizer.maxCode(), above, count);
      }
      BlockKernels.quantizeBackward(
          y, gradient, quantizer.step(), quantizer.maxCode(), inside, threshold, count);
    }

    @Override
    public void endBackward() {
      double thresholdSum = sum(threshold);
      quantizer.addThresholdGradient(thresholdSum);
      if (quantizer.learnsWidth()) {
        quantizer.addRangeGradient(thresholdSum, sum(above));
      }
      Arrays.fill(threshold, 0);
      Arrays.fill(above, 0);
    }

    private static double sum(float[] lanes) {
      return IntStream.range(0, lanes.length).mapToDouble(i -> lanes[i]).sum();
    }
  }
}
