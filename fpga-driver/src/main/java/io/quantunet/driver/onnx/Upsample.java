package io.quantunet.driver.onnx;

/** How an exported file writes the transposed convolution; both give the same codes. */
public enum Upsample {
  /** As ConvTranspose, which is what it is. */
  TRANSPOSED,
  /**
   * For tools that do not know ConvTranspose: nearest Resize by 2, a constant mask that keeps every
   * second pixel of every second row, and a plain Conv 2x2 over what is left. Each output pixel
   * then sees exactly one pixel that is not masked, through the tap of its own position.
   */
  RESIZE_CONV
}
