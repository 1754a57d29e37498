package io.quantunet.driver.engine.conformance;

import io.quantunet.driver.model.Layer;
import io.quantunet.driver.model.LayerKind;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;

/**
 * The sentences of the integer model, each as one method: as they are written, and without a
 * thought for speed. A mutant is a subclass that gets one of them wrong.
 */
class Rules {

  /** {@code bias + sum(weight * activation)}: the start of the sum. */
  long bias(Layer layer, int channel) {
    return layer.bias()[channel];
  }

  /** Weights are {@code [out, ky, kx, in]}. */
  long weight(Layer layer, int channel, int ky, int kx, int in) {
    int side = layer.kind().side();
    return layer.weights()[((channel * side + ky) * side + kx) * layer.inChannels() + in];
  }

  /** The sum is exact. */
  long sum(long[] products, long bias) {
    long sum = bias;
    for (long product : products) {
      sum = Math.addExact(sum, product);
    }
    return sum;
  }

  /** {@code s = e_in + w[c] - e_out}. */
  int shift(Layer layer, int channel) {
    return layer.input().exponent()
        + layer.weightExponents()[channel]
        - layer.output().orElseThrow().exponent();
  }

  /** {@code round_half_even(acc * 2^-s)}. */
  BigInteger round(long accumulator, int shift) {
    return BigDecimal.valueOf(accumulator)
        .divide(BigDecimal.valueOf(1L << shift), 0, RoundingMode.HALF_EVEN)
        .toBigInteger();
  }

  /** {@code clamp(q, 0, 2^A - 1)}. */
  BigInteger clamp(BigInteger rounded, int bits) {
    BigInteger largest = BigInteger.TWO.pow(bits).subtract(BigInteger.ONE);
    return rounded.max(BigInteger.ZERO).min(largest);
  }

  /** Activation codes are unsigned. */
  int activation(byte code) {
    return Byte.toUnsignedInt(code);
  }

  /** Rows and columns of padding before the image. */
  int pad(LayerKind kind) {
    return kind == LayerKind.CONV_3X3 ? 1 : 0;
  }

  /** Outside of the image there are zeros. */
  int outside(CodeImage image, int y, int x, int channel) {
    return 0;
  }

  /** Output pixel (2y+i, 2x+j) of a transposed convolution uses tap (i, j): i from the row. */
  int tapRow(int outY, int outX) {
    return outY % 2;
  }

  /** As {@link #tapRow}: j from the column. */
  int tapColumn(int outY, int outX) {
    return outX % 2;
  }

  /** Max-pool 2x2, on codes. */
  byte pool(byte a, byte b, byte c, byte d) {
    int top = Math.max(activation(a), activation(b));
    return (byte) Math.max(top, Math.max(activation(c), activation(d)));
  }

  /** Upsampled channels first, then the skip's. */
  CodeImage concatenate(CodeImage upsampled, CodeImage skip) {
    return upsampled.beside(skip);
  }

  /** The input of a frame of a batch. */
  int frame(int index) {
    return index;
  }
}
