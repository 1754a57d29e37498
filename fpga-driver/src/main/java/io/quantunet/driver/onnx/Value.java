package io.quantunet.driver.onnx;

import io.quantunet.driver.model.ActivationFormat;

/** What a tensor of a graph that is being read stands for. */
sealed interface Value {

  /** The frame as it comes, not yet quantized. */
  record Frame() implements Value {}

  /** Numbers that the file holds. */
  record Constant(FloatTensor tensor) implements Value {}

  /** Numbers that the file holds, behind a Quant node. */
  record QuantizedConstant(QuantNode quant, FloatTensor tensor) implements Value {

    /** The exponent of the scale that belongs to a value. */
    int exponent(int index) {
      return quant.exponent(quant.scale().broadcastIndex(tensor.dims(), index));
    }

    /** The code of a value. */
    long code(int index) {
      return quant.code(tensor.values()[index], exponent(index));
    }
  }

  /** Codes: what a quantizer makes, and what pooling and concatenation make of it. */
  record Activations(Source source, ActivationFormat format) implements Value {

    /** Whether this is the same tensor, not only an equal one. */
    boolean isSameAs(Activations other) {
      return source == other.source && format.equals(other.format);
    }
  }

  /**
   * A convolution's sums, not yet quantized.
   *
   * @param rectified whether a Relu came after it
   */
  record Sums(Source.Convolution source, boolean rectified) implements Value {}
}
