package io.quantunet.driver.engine.graph;

import io.quantunet.driver.model.Layer;

/** One step of a graph. */
public sealed interface Step {

  /** A convolution, plain or transposed, and its requantization. */
  record Convolve(Layer layer, Tensor from, Tensor to) implements Step {}

  /** Max-pool 2x2 on codes. */
  record MaxPool(Tensor from, Tensor to) implements Step {}

  /** Concatenation of channels: the upsampled first, then the skip's. */
  record Concatenate(Tensor upsampled, Tensor skip, Tensor to) implements Step {}

  /** A convolution whose accumulators are the result; always the last step. */
  record Head(Layer layer, Tensor from) implements Step {}
}
