package io.quantunet.driver.onnx;

import io.quantunet.driver.model.Layer;
import io.quantunet.driver.model.LayerKind;

/**
 * A layer's numbers in ONNX's order: weights {@code [out, in, ky, kx]} of a convolution, {@code
 * [in, out, ky, kx]} of a transposed one.
 *
 * @param layer the layer
 */
record LayerTensors(Layer layer) {

  /** Scales beyond {@code 2^+-96} could leave float32 when they meet an accumulator. */
  static final int MAX_EXPONENT = 96;

  /** {@code 2^-exponent} as float32, exact. */
  static float scale(String layer, int exponent) {
    if (Math.abs(exponent) > MAX_EXPONENT) {
      throw new IllegalArgumentException(
          "layer %s: a scale of 2^%d does not fit into ONNX's float32 beside its sums; at most"
                  .formatted(layer, -exponent)
              + " 2^+-%d can be exported".formatted(MAX_EXPONENT));
    }
    return Math.scalb(1f, -exponent);
  }

  boolean transposed() {
    return layer.kind() == LayerKind.UPCONV_2X2;
  }

  /** The weights' axis that counts output channels. */
  int outAxis() {
    return transposed() ? 1 : 0;
  }

  long[] dims() {
    int side = layer.kind().side();
    return transposed()
        ? new long[] {layer.inChannels(), layer.outChannels(), side, side}
        : new long[] {layer.outChannels(), layer.inChannels(), side, side};
  }

  /** The weights' dimensions with 1 everywhere but on the axis of output channels. */
  long[] weightScaleDims() {
    long[] dims = {1, 1, 1, 1};
    dims[outAxis()] = layer.outChannels();
    return dims;
  }

  byte[] codes() {
    byte[] codes = new byte[layer.weights().length];
    int taps = layer.kind().taps();
    int in = layer.inChannels();
    int out = layer.outChannels();
    for (int o = 0; o < out; o++) {
      for (int tap = 0; tap < taps; tap++) {
        for (int i = 0; i < in; i++) {
          int plane = transposed() ? i * out + o : o * in + i;
          codes[plane * taps + tap] = (byte) layer.weight(o, tap, i);
        }
      }
    }
    return codes;
  }

  /** The codes' values, {@code q * 2^-w[c]}, in the same order. */
  float[] values() {
    byte[] codes = codes();
    float[] scales = weightScales();
    int inner = layer.kind().taps() * (transposed() ? 1 : layer.inChannels());
    float[] values = new float[codes.length];
    for (int i = 0; i < values.length; i++) {
      values[i] = codes[i] * scales[i / inner % layer.outChannels()];
    }
    return values;
  }

  /** {@code 2^-w[c]}. */
  float[] weightScales() {
    return scales(0);
  }

  /** {@code 2^-(e_in + w[c])}, that of the accumulators. */
  float[] accumulatorScales() {
    return scales(layer.input().exponent());
  }

  /**
   * The biases' values, {@code b * 2^-(e_in + w[c])}.
   *
   * @throws IllegalArgumentException if one is not a float32: its code is above 2^24 and odd
   */
  float[] biasValues() {
    float[] values = accumulatorScales();
    for (int c = 0; c < values.length; c++) {
      int code = layer.bias()[c];
      if ((double) (float) code != code) {
        throw new IllegalArgumentException(
            "layer %s: the bias %d of output channel %d is not exact in QONNX's float32; export"
                    .formatted(layer.name(), code, c)
                + " with --format qdq, whose biases are int32");
      }
      values[c] *= code;
    }
    return values;
  }

  private float[] scales(int inputExponent) {
    float[] scales = new float[layer.outChannels()];
    for (int c = 0; c < scales.length; c++) {
      scales[c] = scale(layer.name(), inputExponent + layer.weightExponents()[c]);
    }
    return scales;
  }
}
