package io.quantunet.driver.onnx;

import io.quantunet.driver.model.ActivationFormat;
import io.quantunet.driver.model.BitWidth;
import io.quantunet.driver.onnx.proto.NodeProto;
import io.quantunet.proto.DecodeException;
import java.util.Locale;
import java.util.Set;

/**
 * A Quant node: {@code round(clamp(x / scale, min, max)) * scale}, rounded half to even (QONNX,
 * custom_op/general/quant.py).
 *
 * @param node the node
 * @param signed whether its codes have a sign
 * @param narrow whether it leaves out the outermost code: the lowest of signed ones, the highest of
 *     unsigned ones
 * @param bits width of its codes, 2..32
 * @param scale powers of two
 */
record QuantNode(NodeProto node, boolean signed, boolean narrow, int bits, FloatTensor scale) {

  private static final Set<String> OPERATORS = Set.of("Quant", "IntQuant");
  private static final Set<String> DOMAINS =
      Set.of(
          "onnx.brevitas",
          "finn.custom_op.general",
          "qonnx.custom_op.general",
          "qonnx.custom_op.channels_last");
  private static final Set<String> HALF_EVEN = Set.of("ROUND", "HALF_EVEN");
  private static final int MAX_BITS = 32;

  /** Whether this is such a node, by whatever name. */
  static boolean is(NodeProto node) {
    return OPERATORS.contains(node.getOpType()) && DOMAINS.contains(node.getDomain());
  }

  /**
   * @throws DecodeException naming the node, if the integer model knows no such quantizer
   */
  static QuantNode of(NodeProto node, OnnxGraph graph) throws DecodeException {
    String mode = Nodes.text(node, "rounding_mode", "ROUND");
    if (!HALF_EVEN.contains(mode.toUpperCase(Locale.ROOT))) {
      throw Nodes.refusal(
          node,
          "rounding mode %s; only ROUND (half to even) is exact here".formatted(Nodes.shown(mode)));
    }
    if (!graph.constant(node, 2, "zero point").all(0)) {
      throw Nodes.refusal(node, "a zero point that is not 0; quantize symmetrically");
    }
    FloatTensor scale = graph.constant(node, 1, "scale");
    for (float value : scale.values()) {
      if (!isPowerOfTwo(value)) {
        throw Nodes.refusal(
            node, "scale %s is no power of two; train with power-of-two scales".formatted(value));
      }
    }
    return new QuantNode(
        node, Nodes.flag(node, "signed"), Nodes.flag(node, "narrow"), bits(node, graph), scale);
  }

  private static int bits(NodeProto node, OnnxGraph graph) throws DecodeException {
    FloatTensor width = graph.constant(node, 3, "bit width");
    float bits = width.values().length == 1 ? width.values()[0] : Float.NaN;
    if (bits != Math.rint(bits) || bits < BitWidth.MIN_BITS || bits > MAX_BITS) {
      throw Nodes.refusal(
          node,
          "a bit width that is not one whole number from %d to %d"
              .formatted(BitWidth.MIN_BITS, MAX_BITS));
    }
    return (int) bits;
  }

  private static boolean isPowerOfTwo(float value) {
    int exponent = Math.getExponent(value);
    return Math.abs(exponent) <= LayerTensors.MAX_EXPONENT && value == Math.scalb(1f, exponent);
  }

  /** The one exponent of an activation tensor, and its width. */
  ActivationFormat activationFormat() throws DecodeException {
    if (signed || narrow) {
      throw Nodes.refusal(node, "activations must be unsigned and not narrow (signed 0, narrow 0)");
    }
    if (scale.values().length == 0 || !scale.all(scale.values()[0])) {
      throw Nodes.refusal(node, "activations must have one scale for the whole tensor");
    }
    return new ActivationFormat(width("activations"), exponent(0));
  }

  /** The codes' width, if it is one of the integer model. */
  BitWidth width(String what) throws DecodeException {
    if (bits > BitWidth.MAX_BITS) {
      throw Nodes.refusal(
          node, "%d-bit %s; at most %d bits can be run".formatted(bits, what, BitWidth.MAX_BITS));
    }
    return new BitWidth(bits);
  }

  /** {@code e} of the scale {@code 2^-e} at an index of the scale tensor. */
  int exponent(int scaleIndex) {
    return -Math.getExponent(scale.values()[scaleIndex]);
  }

  /** The code of a value at a scale of {@code 2^-exponent}. */
  long code(float value, int exponent) {
    double scaled = Math.scalb((double) value, exponent);
    return (long) Math.rint(Math.max((double) lowest(), Math.min((double) highest(), scaled)));
  }

  private long lowest() {
    return signed ? -(1L << (bits - 1)) + (narrow ? 1 : 0) : 0;
  }

  private long highest() {
    return signed ? (1L << (bits - 1)) - 1 : (1L << bits) - 1 - (narrow ? 1 : 0);
  }
}
