package io.quantunet.trainer.net;

/** Max-pooling 2x2 with stride 2, NHWC. Ties go to the first of the window, as in PyTorch. */
final class MaxPool {

  private MaxPool() {}

  static void forward(Tensor input, Tensor output) {
    int channels = input.channels();
    int inputRow = input.width() * channels;
    int outputRow = output.width() * channels;
    float[] upper = new float[inputRow];
    float[] lower = new float[inputRow];
    float[] pooled = new float[outputRow];
    for (int row = 0; row < output.images() * output.height(); row++) {
      input.read(2 * row * inputRow, upper, inputRow);
      input.read((2 * row + 1) * inputRow, lower, inputRow);
      for (int x = 0; x < output.width(); x++) {
        int from = 2 * x * channels;
        int to = x * channels;
        for (int c = 0; c < channels; c++) {
          float top = Math.max(upper[from + c], upper[from + channels + c]);
          float bottom = Math.max(lower[from + c], lower[from + channels + c]);
          pooled[to + c] = Math.max(top, bottom);
        }
      }
      output.write(row * outputRow, pooled, outputRow);
    }
  }

  /** Adds the gradient of the output to that of each window's largest input. */
  static void backward(Tensor input, Tensor output, Tensor outputGradient, Tensor inputGradient) {
    int channels = input.channels();
    int inputRow = input.width() * channels;
    int outputRow = output.width() * channels;
    float[] upper = new float[inputRow];
    float[] lower = new float[inputRow];
    float[] upperGradient = new float[inputRow];
    float[] lowerGradient = new float[inputRow];
    float[] pooled = new float[outputRow];
    float[] gradient = new float[outputRow];
    for (int row = 0; row < output.images() * output.height(); row++) {
      int upperAt = 2 * row * inputRow;
      int lowerAt = upperAt + inputRow;
      input.read(upperAt, upper, inputRow);
      input.read(lowerAt, lower, inputRow);
      inputGradient.read(upperAt, upperGradient, inputRow);
      inputGradient.read(lowerAt, lowerGradient, inputRow);
      output.read(row * outputRow, pooled, outputRow);
      outputGradient.read(row * outputRow, gradient, outputRow);
      for (int x = 0; x < output.width(); x++) {
        int left = 2 * x * channels;
        int right = left + channels;
        int at = x * channels;
        for (int c = 0; c < channels; c++) {
          float g = gradient[at + c];
          float max = pooled[at + c];
          if (upper[left + c] == max) {
            upperGradient[left + c] += g;
          } else if (upper[right + c] == max) {
            upperGradient[right + c] += g;
          } else if (lower[left + c] == max) {
            lowerGradient[left + c] += g;
          } else {
            lowerGradient[right + c] += g;
          }
        }
      }
      inputGradient.write(upperAt, upperGradient, inputRow);
      inputGradient.write(lowerAt, lowerGradient, inputRow);
    }
  }
}
