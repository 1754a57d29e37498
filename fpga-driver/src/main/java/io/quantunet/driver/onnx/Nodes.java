package io.quantunet.driver.onnx;

import io.quantunet.driver.onnx.proto.AttributeProto;
import io.quantunet.driver.onnx.proto.NodeProto;
import io.quantunet.proto.DecodeException;
import io.quantunet.proto.DecodeException.Reason;
import java.util.Arrays;
import java.util.Optional;

/** Reading a node of an ONNX file that somebody else wrote. */
final class Nodes {

  private static final int SHOWN = 80;

  private Nodes() {}

  /** Why a node cannot be imported: which one, what is wrong, what to do. */
  static DecodeException refusal(NodeProto node, String why) {
    return new DecodeException(
        Reason.BAD_MODEL, "node %s (%s): %s".formatted(name(node), shown(node.getOpType()), why));
  }

  static DecodeException refusal(NodeProto node, String why, Throwable cause) {
    return new DecodeException(Reason.BAD_MODEL, refusal(node, why).getMessage(), cause);
  }

  /** The node's name, or what it makes if it has none. */
  static String name(NodeProto node) {
    if (!node.getName().isEmpty()) {
      return shown(node.getName());
    }
    return node.getOutputCount() > 0 ? "that makes " + shown(node.getOutput(0)) : "without name";
  }

  /** A text of the file, short enough for a message. */
  static String shown(String text) {
    return text.length() <= SHOWN ? text : text.substring(0, SHOWN) + "...";
  }

  /** An input that must be there. */
  static String input(NodeProto node, int index, String what) throws DecodeException {
    return optionalInput(node, index)
        .orElseThrow(() -> refusal(node, "has no %s (input %d)".formatted(what, index)));
  }

  static Optional<String> optionalInput(NodeProto node, int index) {
    return index < node.getInputCount() && !node.getInput(index).isEmpty()
        ? Optional.of(node.getInput(index))
        : Optional.empty();
  }

  static Optional<AttributeProto> attribute(NodeProto node, String name) {
    return node.getAttributeList().stream()
        .filter(attribute -> attribute.getName().equals(name))
        .findFirst();
  }

  static long integer(NodeProto node, String name, long absent) {
    return attribute(node, name).map(AttributeProto::getI).orElse(absent);
  }

  /** A flag that has no default on which all tools agree. */
  static boolean flag(NodeProto node, String name) throws DecodeException {
    AttributeProto found =
        attribute(node, name)
            .orElseThrow(
                () ->
                    refusal(
                        node,
                        "has no attribute %s, and tools disagree about its default; set it to 0 or 1"
                            .formatted(name)));
    return found.getI() != 0;
  }

  static String text(NodeProto node, String name, String absent) {
    return attribute(node, name).map(found -> found.getS().toStringUtf8()).orElse(absent);
  }

  /** Refuses a list attribute that is there and says something else. */
  static void requireIntegers(NodeProto node, String name, long... expected)
      throws DecodeException {
    Optional<AttributeProto> found = attribute(node, name);
    if (found.isPresent()) {
      long[] values = found.get().getIntsList().stream().mapToLong(Long::longValue).toArray();
      if (!Arrays.equals(values, expected)) {
        throw refusal(
            node,
            "%s %s, must be %s"
                .formatted(name, shown(Arrays.toString(values)), Arrays.toString(expected)));
      }
    }
  }

  /** Refuses an attribute that is there and says something else. */
  static void requireInteger(NodeProto node, String name, long expected, long absent)
      throws DecodeException {
    long found = integer(node, name, absent);
    if (found != expected) {
      throw refusal(node, "%s %d, must be %d".formatted(name, found, expected));
    }
  }
}
