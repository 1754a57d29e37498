package io.quantunet.driver.onnx;

import io.quantunet.driver.model.ActivationFormat;
import io.quantunet.driver.model.BitWidth;
import io.quantunet.driver.model.Layer;
import io.quantunet.driver.model.LayerKind;
import io.quantunet.driver.model.UNetLayout;
import io.quantunet.driver.onnx.proto.NodeProto;
import io.quantunet.proto.DecodeException;
import java.util.Optional;

/**
 * Makes an integer layer of a convolution that was found in a graph.
 *
 * @param slot its place in the net
 * @param convolution what the graph has there
 * @param output format of its codes; empty for the logits
 */
record LayerReader(
    UNetLayout.Slot slot, Source.Convolution convolution, Optional<ActivationFormat> output) {

  Layer read() throws DecodeException {
    checkChannels();
    BitWidth width = weightWidth();
    byte[] weights = weights(width);
    int[] exponents = exponents(weights);
    if (output.isPresent()) {
      width = refine(width, weights, exponents);
    }
    try {
      return new Layer(
          slot.name(),
          slot.kind(),
          slot.inChannels(),
          slot.outChannels(),
          convolution.from().format(),
          width,
          weights,
          exponents,
          bias(exponents),
          output);
    } catch (IllegalArgumentException e) {
      throw Nodes.refusal(convolution.node(), e.getMessage(), e);
    }
  }

  /**
   * Sums that are coarser than the codes they become would need a shift to the left. The same
   * weights at a finer scale, {@code q * 2^d} at {@code 2^-(w + d)}, need none, if their codes fit.
   *
   * @return the width that holds all weights
   */
  private BitWidth refine(BitWidth width, byte[] weights, int[] exponents) throws DecodeException {
    int lowest = lowestExponent();
    int perChannel = slot.kind().taps() * slot.inChannels();
    BitWidth needed = width;
    for (int o = 0; o < exponents.length; o++) {
      int missing = lowest - exponents[o];
      for (int i = o * perChannel; missing > 0 && i < (o + 1) * perChannel; i++) {
        long code = Math.abs(weights[i]) * (1L << Math.min(missing, Integer.SIZE));
        int bits = 1 + Long.SIZE - Long.numberOfLeadingZeros(code);
        if (bits > BitWidth.MAX_BITS) {
          throw Nodes.refusal(
              convolution.node(),
              "its sums are 2^%d times coarser than the codes they become; weights of %d bits would"
                      .formatted(missing, bits)
                  + " do, but at most %d can be run".formatted(BitWidth.MAX_BITS));
        }
        weights[i] = (byte) (weights[i] << missing);
        needed = bits > needed.bits() ? new BitWidth(bits) : needed;
      }
      exponents[o] = Math.max(lowest, exponents[o]);
    }
    return needed;
  }

  /** {@code w[c]} for a shift of 0. */
  private int lowestExponent() {
    return output.orElseThrow().exponent() - convolution.from().format().exponent();
  }

  private void checkChannels() throws DecodeException {
    if (convolution.inChannels() != slot.inChannels()
        || convolution.outChannels() != slot.outChannels()) {
      throw Nodes.refusal(
          convolution.node(),
          "%d -> %d channels; in its place, %s, a U-Net has %d -> %d"
              .formatted(
                  convolution.inChannels(),
                  convolution.outChannels(),
                  slot.name(),
                  slot.inChannels(),
                  slot.outChannels()));
    }
  }

  private BitWidth weightWidth() throws DecodeException {
    QuantNode quant = convolution.weights().quant();
    if (!quant.signed()) {
      throw Nodes.refusal(quant.node(), "weights must be signed (signed 1)");
    }
    return quant.width("weights");
  }

  /** Codes {@code [out, ky, kx, in]}, the upsampled channels first. */
  private byte[] weights(BitWidth width) throws DecodeException {
    int taps = slot.kind().taps();
    int in = slot.inChannels();
    byte[] weights = new byte[slot.outChannels() * taps * in];
    for (int o = 0; o < slot.outChannels(); o++) {
      for (int i = 0; i < in; i++) {
        int target = skipComesFirst() ? (i + in / 2) % in : i;
        for (int tap = 0; tap < taps; tap++) {
          long code = convolution.weights().code(index(o, i, tap));
          if (Math.abs(code) > width.maxWeightCode()) {
            throw Nodes.refusal(
                convolution.weights().quant().node(),
                "weight code %d of output channel %d; %d bits are -%d..%d here: set narrow to 1"
                    .formatted(
                        code, o, width.bits(), width.maxWeightCode(), width.maxWeightCode()));
          }
          weights[(o * taps + tap) * in + target] = (byte) code;
        }
      }
    }
    return weights;
  }

  private int index(int out, int in, int tap) {
    int plane =
        slot.kind() == LayerKind.UPCONV_2X2
            ? in * slot.outChannels() + out
            : out * slot.inChannels() + in;
    return plane * slot.kind().taps() + tap;
  }

  /** In this model the upsampled channels come first; many write the skip's first. */
  private boolean skipComesFirst() {
    return convolution.from().source() instanceof Source.Concatenation both
        && both.second().source() instanceof Source.Convolution second
        && second.kind() == LayerKind.UPCONV_2X2
        && !(both.first().source() instanceof Source.Convolution first
            && first.kind() == LayerKind.UPCONV_2X2);
  }

  private int[] exponents(byte[] weights) throws DecodeException {
    int[] exponents = new int[slot.outChannels()];
    for (int o = 0; o < exponents.length; o++) {
      exponents[o] = exponent(o);
      if (output.isPresent() && isZero(weights, o)) {
        // zeros have any scale: one whose shift is not beyond 31
        exponents[o] = Math.min(lowestExponent() + Layer.MAX_SHIFT, exponents[o]);
      }
    }
    return exponents;
  }

  private int exponent(int out) throws DecodeException {
    int exponent = convolution.weights().exponent(index(out, 0, 0));
    for (int i = 0; i < slot.inChannels(); i++) {
      for (int tap = 0; tap < slot.kind().taps(); tap++) {
        if (convolution.weights().exponent(index(out, i, tap)) != exponent) {
          throw Nodes.refusal(
              convolution.weights().quant().node(),
              "output channel %d has several scales; one per output channel at most"
                  .formatted(out));
        }
      }
    }
    return exponent;
  }

  private boolean isZero(byte[] weights, int out) {
    int count = slot.kind().taps() * slot.inChannels();
    for (int i = out * count; i < (out + 1) * count; i++) {
      if (weights[i] != 0) {
        return false;
      }
    }
    return true;
  }

  private int[] bias(int[] exponents) throws DecodeException {
    int[] bias = new int[slot.outChannels()];
    if (convolution.bias().isEmpty()) {
      return bias;
    }
    Value given = convolution.bias().get();
    FloatTensor tensor = tensor(given);
    if (tensor.values().length != bias.length) {
      throw Nodes.refusal(
          convolution.node(),
          "a bias of %d values for %d channels".formatted(tensor.values().length, bias.length));
    }
    for (int c = 0; c < bias.length; c++) {
      int accumulator = convolution.from().format().exponent() + exponents[c];
      double code = Math.scalb(value(given, tensor, c), accumulator);
      if (code != Math.rint(code) || Math.abs(code) > Integer.MAX_VALUE) {
        throw Nodes.refusal(
            biasNode(given),
            "the bias of output channel %d is no int32 multiple of the sums' scale 2^%d; quantize"
                    .formatted(c, -accumulator)
                + " biases with scale_input * scale_weight");
      }
      bias[c] = (int) code;
    }
    return bias;
  }

  private FloatTensor tensor(Value bias) throws DecodeException {
    if (bias instanceof Value.QuantizedConstant quantized) {
      if (!quantized.quant().signed()) {
        throw Nodes.refusal(quantized.quant().node(), "biases must be signed (signed 1)");
      }
      return quantized.tensor();
    }
    if (bias instanceof Value.Constant constant) {
      return constant.tensor();
    }
    throw Nodes.refusal(convolution.node(), "its bias is no constant");
  }

  private static double value(Value bias, FloatTensor tensor, int index) {
    return bias instanceof Value.QuantizedConstant quantized
        ? Math.scalb((double) quantized.code(index), -quantized.exponent(index))
        : tensor.values()[index];
  }

  private NodeProto biasNode(Value bias) {
    return bias instanceof Value.QuantizedConstant quantized
        ? quantized.quant().node()
        : convolution.node();
  }
}
