package io.quantunet.driver.onnx;

import io.quantunet.driver.model.Layer;

/** How one dialect of ONNX writes the steps of a U-Net. */
interface Dialect {

  /** A convolution, plain or transposed, and its requantization. */
  Wire convolve(Layer layer, Wire from);

  /** Max-pool 2x2. */
  Wire maxPool(String name, Wire from);

  /** Concatenation of channels. */
  Wire concatenate(String name, Wire upsampled, Wire skip);

  /** The convolution that makes the logits. */
  void head(Layer layer, Wire from);
}
