package io.quantunet.driver.onnx;

import io.quantunet.driver.model.ActivationFormat;
import io.quantunet.driver.model.Layer;
import io.quantunet.driver.model.LayerKind;
import io.quantunet.driver.model.QuantizedModel;
import io.quantunet.driver.model.UNetLayout;
import io.quantunet.driver.onnx.proto.NodeProto;
import io.quantunet.proto.DecodeException;
import io.quantunet.proto.DecodeException.Reason;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Finds the U-Net's layers in what a graph computes, from the logits back to the frame. */
final class UNetMatcher {

  private static final int MAX_WIDTH = 256;

  private final Map<String, Match> matches = new HashMap<>();

  /**
   * A convolution in its place.
   *
   * @param convolution what the graph has there
   * @param output how its result is quantized; empty for the logits
   */
  private record Match(Source.Convolution convolution, Optional<ActivationFormat> output) {}

  private UNetMatcher() {}

  /**
   * The integer model of a graph.
   *
   * @param output what the graph's output stands for
   * @throws DecodeException naming the first node that is not where a U-Net has it
   */
  static QuantizedModel model(Value output, int threshold) throws DecodeException {
    UNetMatcher matcher = new UNetMatcher();
    matcher.match(output);
    return matcher.build(threshold);
  }

  private void match(Value output) throws DecodeException {
    Value.Activations last = head(output);
    Value.Activations[] skips = new Value.Activations[UNetLayout.STAGES + 1];
    for (int stage = 1; stage <= UNetLayout.STAGES; stage++) {
      last = block("decoder" + stage, last);
      if (!(last.source() instanceof Source.Concatenation both)) {
        throw misplaced(last, "a Concat before decoder" + stage);
      }
      boolean skipFirst = !isUpsampled(both.first()) && isUpsampled(both.second());
      skips[stage] = skipFirst ? both.first() : both.second();
      last =
          convolution("up" + stage, LayerKind.UPCONV_2X2, skipFirst ? both.second() : both.first());
    }
    last = block("bottleneck", last);
    for (int stage = UNetLayout.STAGES; stage >= 1; stage--) {
      if (!(last.source() instanceof Source.Pool pool)) {
        throw misplaced(last, "a MaxPool after encoder" + stage);
      }
      if (!pool.from().isSameAs(skips[stage])) {
        throw Nodes.refusal(
            pool.node(),
            "pools another tensor than the one that %s joins to up%d"
                .formatted(Nodes.name(skips[stage].source().node()), stage));
      }
      last = block("encoder" + stage, pool.from());
    }
    if (!(last.source() instanceof Source.Input)) {
      throw misplaced(last, "the quantized frame before encoder1.conv1");
    }
  }

  private Value.Activations head(Value output) throws DecodeException {
    if (output instanceof Value.Sums sums
        && sums.source().kind() == LayerKind.LOGITS_1X1
        && !sums.rectified()) {
      matches.put("head", new Match(sums.source(), Optional.empty()));
      return sums.source().from();
    }
    String found =
        output instanceof Value.Sums sums
            ? "the result of %s%s"
                .formatted(Nodes.name(sums.source().node()), sums.rectified() ? " and Relu" : "")
            : output instanceof Value.Activations codes
                ? "quantized by or after " + Nodes.name(codes.source().node())
                : "no result of a convolution";
    throw new DecodeException(
        Reason.BAD_MODEL,
        "the output is %s; it must be the logits of a Conv 1x1, neither quantized nor rectified"
            .formatted(found));
  }

  private Value.Activations block(String name, Value.Activations output) throws DecodeException {
    Value.Activations middle = convolution(name + ".conv2", LayerKind.CONV_3X3, output);
    return convolution(name + ".conv1", LayerKind.CONV_3X3, middle);
  }

  private Value.Activations convolution(String name, LayerKind kind, Value.Activations output)
      throws DecodeException {
    if (output.source() instanceof Source.Convolution found && found.kind() == kind) {
      matches.put(name, new Match(found, Optional.of(output.format())));
      return found.from();
    }
    throw misplaced(output, "%s (%s)".formatted(name, kind));
  }

  private static boolean isUpsampled(Value.Activations activations) {
    return activations.source() instanceof Source.Convolution convolution
        && convolution.kind() == LayerKind.UPCONV_2X2;
  }

  private QuantizedModel build(int threshold) throws DecodeException {
    Source.Convolution first = matches.get("encoder1.conv1").convolution();
    int width = first.outChannels();
    if (width > MAX_WIDTH) {
      throw Nodes.refusal(
          first.node(), "%d output channels; at most %d".formatted(width, MAX_WIDTH));
    }
    List<Layer> layers = new ArrayList<>();
    for (UNetLayout.Slot slot : UNetLayout.slots(width)) {
      Match match = matches.get(slot.name());
      layers.add(new LayerReader(slot, match.convolution(), match.output()).read());
    }
    NodeProto head = matches.get("head").convolution().node();
    try {
      return new QuantizedModel(width, layers, threshold);
    } catch (IllegalArgumentException e) {
      throw Nodes.refusal(head, e.getMessage(), e);
    }
  }

  private static DecodeException misplaced(Value.Activations found, String expected) {
    return Nodes.refusal(
        found.source().node(),
        "a U-Net of four stages has %s in its place; no other net can be imported"
            .formatted(expected));
  }
}
