package io.quantunet.driver.model;

/** What a layer with weights computes. */
public enum LayerKind {
  /** Convolution 3x3, padding 1, requantized. */
  CONV_3X3(3),
  /** Convolution 1x1, requantized. */
  CONV_1X1(1),
  /**
   * Transposed convolution 2x2, stride 2, requantized: output pixel (2y+i, 2x+j) uses tap (i, j).
   */
  UPCONV_2X2(2),
  /** Convolution 1x1 whose accumulators are the int32 logits. */
  LOGITS_1X1(1);

  private final int side;

  LayerKind(int side) {
    this.side = side;
  }

  /** Kernel pixels across (and down). */
  public int side() {
    return side;
  }

  /** Kernel pixels in all. */
  public int taps() {
    return side * side;
  }
}
