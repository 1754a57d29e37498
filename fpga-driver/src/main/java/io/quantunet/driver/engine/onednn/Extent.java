package io.quantunet.driver.engine.onednn;

import io.quantunet.driver.engine.graph.Tensor;

/** The size of a batch of images: {@code [frames, height, width]}. */
record Extent(int frames, int width, int height) {

  int pixels() {
    return frames * width * height;
  }

  /** The size of a tensor of the graph whose input has this size. */
  Extent of(Tensor tensor) {
    return new Extent(frames, tensor.side(width), tensor.side(height));
  }
}
