package io.quantunet.driver.model;

import com.google.protobuf.ByteString;
import io.quantunet.proto.QuantizedLayer;
import io.quantunet.proto.QuantizedNetwork;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/** The integer network as its message, and back. */
final class NetworkMessages {

  /** Widest first stage: four times the paper's. */
  static final int MAX_WIDTH = 256;

  /** Scale exponents beyond this have no meaning and could overflow when added. */
  private static final int MAX_EXPONENT = 1 << 10;

  private NetworkMessages() {}

  static QuantizedNetwork write(QuantizedModel model) {
    ActivationFormat input = model.layers().get(0).input();
    return QuantizedNetwork.newBuilder()
        .setWidth(model.width())
        .setInputBits(input.width().bits())
        .setInputExponent(input.exponent())
        .addAllLayers(model.layers().stream().map(NetworkMessages::write).toList())
        .setThreshold(model.threshold())
        .build();
  }

  private static QuantizedLayer write(Layer layer) {
    QuantizedLayer.Builder message =
        QuantizedLayer.newBuilder()
            .setName(layer.name())
            .setKind(kind(layer.kind()))
            .setInChannels(layer.inChannels())
            .setOutChannels(layer.outChannels())
            .setWeightBits(layer.weightWidth().bits())
            .setPackedWeights(
                ByteString.copyFrom(PackedCodes.pack(layer.weights(), layer.weightWidth())))
            .addAllWeightExponents(Arrays.stream(layer.weightExponents()).boxed().toList())
            .addAllBias(Arrays.stream(layer.bias()).boxed().toList())
            .addAllAccumulatorBounds(
                IntStream.range(0, layer.outChannels()).mapToObj(layer::accumulatorBound).toList());
    layer
        .output()
        .ifPresent(
            output ->
                message.setOutputBits(output.width().bits()).setOutputExponent(output.exponent()));
    return message.build();
  }

  /**
   * @throws IllegalArgumentException naming the layer that is not consistent
   */
  static QuantizedModel read(QuantizedNetwork message) {
    int width = message.getWidth();
    if (width < 1 || width > MAX_WIDTH) {
      throw new IllegalArgumentException(
          "width %s, must be 1..%d".formatted(Integer.toUnsignedString(width), MAX_WIDTH));
    }
    List<UNetLayout.Slot> slots = UNetLayout.slots(width);
    if (message.getLayersCount() != slots.size()) {
      throw new IllegalArgumentException(
          "a U-Net has %d layers, found %d".formatted(slots.size(), message.getLayersCount()));
    }
    ActivationFormat input =
        ActivationFormat.of(message.getInputBits(), exponent("input", message.getInputExponent()));
    List<Layer> layers = new ArrayList<>();
    for (int i = 0; i < slots.size(); i++) {
      Layer layer = read(message.getLayers(i), slots.get(i), input);
      layers.add(layer);
      input = layer.output().orElse(input);
    }
    return new QuantizedModel(width, layers, message.getThreshold());
  }

  private static Layer read(QuantizedLayer message, UNetLayout.Slot slot, ActivationFormat input) {
    String name = slot.name();
    checkShape(message, slot);
    BitWidth weightWidth = bitWidth(name, message.getWeightBits());
    int weights = slot.outChannels() * slot.kind().taps() * slot.inChannels();
    for (int exponent : message.getWeightExponentsList()) {
      exponent(name, exponent);
    }
    Layer layer =
        new Layer(
            name,
            slot.kind(),
            slot.inChannels(),
            slot.outChannels(),
            input,
            weightWidth,
            unpack(name, message.getPackedWeights(), weights, weightWidth),
            message.getWeightExponentsList().stream().mapToInt(Integer::intValue).toArray(),
            message.getBiasList().stream().mapToInt(Integer::intValue).toArray(),
            outputFormat(name, message));
    checkBounds(message, layer);
    return layer;
  }

  private static void checkShape(QuantizedLayer message, UNetLayout.Slot slot) {
    boolean fits =
        message.getName().equals(slot.name())
            && message.getKind() == kind(slot.kind())
            && message.getInChannels() == slot.inChannels()
            && message.getOutChannels() == slot.outChannels();
    if (!fits) {
      throw misfit(
          slot.name(),
          "expected %s, found %s %s -> %s"
              .formatted(
                  slot,
                  message.getKind(),
                  Integer.toUnsignedString(message.getInChannels()),
                  Integer.toUnsignedString(message.getOutChannels())));
    }
  }

  private static Optional<ActivationFormat> outputFormat(String name, QuantizedLayer message) {
    if (message.getKind() == io.quantunet.proto.LayerKind.LAYER_KIND_LOGITS1X1) {
      return Optional.empty();
    }
    return Optional.of(
        new ActivationFormat(
            bitWidth(name, message.getOutputBits()), exponent(name, message.getOutputExponent())));
  }

  private static void checkBounds(QuantizedLayer message, Layer layer) {
    if (message.getAccumulatorBoundsCount() != layer.outChannels()) {
      throw misfit(layer.name(), "one accumulator bound per output channel");
    }
    for (int c = 0; c < layer.outChannels(); c++) {
      if (message.getAccumulatorBounds(c) != layer.accumulatorBound(c)) {
        throw misfit(
            layer.name(),
            "output channel %d says an accumulator bound of %s, its weights give %d"
                .formatted(
                    c,
                    Long.toUnsignedString(message.getAccumulatorBounds(c)),
                    layer.accumulatorBound(c)));
      }
    }
  }

  private static byte[] unpack(String layer, ByteString packed, int count, BitWidth width) {
    try {
      return PackedCodes.unpack(packed.toByteArray(), count, width);
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException("layer " + layer + ": weights: " + e.getMessage(), e);
    }
  }

  private static BitWidth bitWidth(String layer, int bits) {
    try {
      return new BitWidth(bits);
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException("layer " + layer + ": " + e.getMessage(), e);
    }
  }

  private static int exponent(String layer, int exponent) {
    if (exponent < -MAX_EXPONENT || exponent > MAX_EXPONENT) {
      throw misfit(layer, "scale exponent %d is outside of +-%d".formatted(exponent, MAX_EXPONENT));
    }
    return exponent;
  }

  private static io.quantunet.proto.LayerKind kind(LayerKind kind) {
    return switch (kind) {
      case CONV_3X3 -> io.quantunet.proto.LayerKind.LAYER_KIND_CONV3X3;
      case CONV_1X1 -> io.quantunet.proto.LayerKind.LAYER_KIND_CONV1X1;
      case UPCONV_2X2 -> io.quantunet.proto.LayerKind.LAYER_KIND_UPCONV2X2;
      case LOGITS_1X1 -> io.quantunet.proto.LayerKind.LAYER_KIND_LOGITS1X1;
    };
  }

  private static IllegalArgumentException misfit(String layer, String message) {
    return new IllegalArgumentException("layer " + layer + ": " + message);
  }
}
