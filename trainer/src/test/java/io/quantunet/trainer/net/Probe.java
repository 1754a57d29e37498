package io.quantunet.trainer.net;

import java.util.Random;

/**
 * Random tensors, and a scalar of a tensor whose gradient is known: its product with a fixed one.
 */
final class Probe {

  private Probe() {}

  static Tensor random(Random random, int images, int height, int width, int channels) {
    Tensor tensor = Tensor.zeros(images, height, width, channels);
    fill(tensor, random);
    return tensor;
  }

  static void fill(Tensor tensor, Random random) {
    float[] values = new float[tensor.size()];
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) random.nextGaussian();
    }
    tensor.write(0, values, values.length);
  }

  static double product(Tensor a, Tensor b) {
    float[] x = a.toArray();
    float[] y = b.toArray();
    double sum = 0;
    for (int i = 0; i < x.length; i++) {
      sum += (double) x[i] * y[i];
    }
    return sum;
  }

  static void copy(Tensor from, Tensor to) {
    to.write(0, from.toArray(), from.size());
  }
}
