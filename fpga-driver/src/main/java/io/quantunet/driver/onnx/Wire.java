package io.quantunet.driver.onnx;

/**
 * A tensor of an ONNX graph that is being written, {@code [1, channels, height, width]}.
 *
 * @param name what the graph calls it
 * @param channels planes
 * @param height pixels down
 * @param width pixels across
 */
record Wire(String name, int channels, int height, int width) {

  /** A tensor of the same size. */
  Wire named(String other) {
    return new Wire(other, channels, height, width);
  }

  /** What a layer without stride makes of this tensor. */
  Wire convolved(String other, int outChannels) {
    return new Wire(other, outChannels, height, width);
  }

  /** What doubling the sides makes of this tensor. */
  Wire doubled(String other, int outChannels) {
    return new Wire(other, outChannels, 2 * height, 2 * width);
  }

  /** What a max-pool 2x2 makes of this tensor. */
  Wire halved(String other) {
    return new Wire(other, channels, height / 2, width / 2);
  }

  long[] dims() {
    return new long[] {1, channels, height, width};
  }
}
