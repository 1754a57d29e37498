package io.quantunet.trainer.net;

/** A convolution with "same" padding and its gradients as plain loops over NHWC tensors. */
final class PlainConvolution {

  private PlainConvolution() {}

  /** What is done with each product of the convolution: indices into output, weights and input. */
  @FunctionalInterface
  private interface Product {
    void at(int output, int weight, int input);
  }

  static float[] forward(Tensor input, float[] weights, int kernel, int out) {
    float[] x = input.toArray();
    double[] y = new double[x.length / input.channels() * out];
    forEach(input, out, kernel, (o, w, i) -> y[o] += (double) weights[w] * x[i]);
    return floats(y);
  }

  static float[] toInput(Tensor outputGradient, float[] weights, int kernel, int in) {
    float[] g = outputGradient.toArray();
    double[] dx = new double[g.length / outputGradient.channels() * in];
    Tensor input =
        Tensor.zeros(outputGradient.images(), outputGradient.height(), outputGradient.width(), in);
    forEach(
        input, outputGradient.channels(), kernel, (o, w, i) -> dx[i] += (double) weights[w] * g[o]);
    return floats(dx);
  }

  static float[] toWeights(Tensor input, Tensor outputGradient, int kernel) {
    float[] x = input.toArray();
    float[] g = outputGradient.toArray();
    double[] dw = new double[outputGradient.channels() * kernel * kernel * input.channels()];
    forEach(input, outputGradient.channels(), kernel, (o, w, i) -> dw[w] += (double) g[o] * x[i]);
    return floats(dw);
  }

  private static void forEach(Tensor input, int out, int kernel, Product product) {
    int in = input.channels();
    int pixels = input.images() * input.height() * input.width();
    for (int pixel = 0; pixel < pixels; pixel++) {
      int x = pixel % input.width();
      int y = pixel / input.width() % input.height();
      for (int tap = 0; tap < kernel * kernel; tap++) {
        int dy = tap / kernel - kernel / 2;
        int dx = tap % kernel - kernel / 2;
        if (y + dy < 0 || x + dx < 0 || y + dy >= input.height() || x + dx >= input.width()) {
          continue;
        }
        int from = (pixel + dy * input.width() + dx) * in;
        for (int o = 0; o < out; o++) {
          for (int i = 0; i < in; i++) {
            product.at(pixel * out + o, (o * kernel * kernel + tap) * in + i, from + i);
          }
        }
      }
    }
  }

  private static float[] floats(double[] values) {
    float[] floats = new float[values.length];
    for (int i = 0; i < values.length; i++) {
      floats[i] = (float) values[i];
    }
    return floats;
  }
}
