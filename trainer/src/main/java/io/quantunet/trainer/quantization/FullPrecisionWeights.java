package io.quantunet.trainer.quantization;

import io.quantunet.driver.model.BitWidth;

/** Weights that stay the float32 numbers that they are. */
final class FullPrecisionWeights implements WeightQuantizer {

  @Override
  public void quantize(float[] weights, int rows, ExponentRange range, float[] quantized) {
    System.arraycopy(weights, 0, quantized, 0, weights.length);
  }

  @Override
  public void backward(float[] weights, int rows, float[] quantized, float[] gradient) {}

  @Override
  public BitWidth width() {
    throw noCodes();
  }

  @Override
  public int[] exponents() {
    throw noCodes();
  }

  @Override
  public int storedBits() {
    return Float.SIZE;
  }

  /** Takes any: the values of codes are floats. */
  @Override
  public void adopt(BitWidth modelWidth) {}

  private static IllegalStateException noCodes() {
    return new IllegalStateException(
        "weights in full precision have no codes; quantize the net after its training");
  }
}
