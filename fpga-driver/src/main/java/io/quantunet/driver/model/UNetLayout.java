package io.quantunet.driver.model;

import java.util.ArrayList;
import java.util.List;

/**
 * The shape of the net (Table 1 of the paper): which layer follows which, with how many channels.
 *
 * <pre>
 * encoder1 -> pool -> encoder2 -> pool -> encoder3 -> pool -> encoder4 -> pool -> bottleneck
 * bottleneck -> up4 ++ encoder4 -> decoder4 -> up3 ++ encoder3 -> ... -> decoder1 -> head
 * </pre>
 *
 * A block is {@code conv1, conv2}; {@code ++} is concatenation, upsampled channels first.
 */
public final class UNetLayout {

  /** Poolings, and decoder stages. */
  public static final int STAGES = 4;

  private UNetLayout() {}

  /**
   * One layer's place in the net.
   *
   * @param name e.g. {@code decoder4.conv1}
   * @param kind what it computes
   * @param inChannels input channels
   * @param outChannels output channels
   */
  public record Slot(String name, LayerKind kind, int inChannels, int outChannels) {}

  /** The 23 layers of a net of this width, in order of execution. */
  public static List<Slot> slots(int width) {
    List<Slot> slots = new ArrayList<>();
    int channels = 1;
    for (int stage = 1; stage <= STAGES; stage++) {
      int out = width << (stage - 1);
      addBlock(slots, "encoder" + stage, channels, out);
      channels = out;
    }
    addBlock(slots, "bottleneck", channels, 2 * channels);
    for (int stage = STAGES; stage >= 1; stage--) {
      int out = width << (stage - 1);
      slots.add(new Slot("up" + stage, LayerKind.UPCONV_2X2, 2 * out, out));
      addBlock(slots, "decoder" + stage, 2 * out, out);
    }
    slots.add(new Slot("head", LayerKind.LOGITS_1X1, width, 1));
    return slots;
  }

  /** Index of a layer in {@link #slots}, by name. */
  public static int indexOf(String name) {
    List<Slot> slots = slots(1);
    for (int i = 0; i < slots.size(); i++) {
      if (slots.get(i).name().equals(name)) {
        return i;
      }
    }
    throw new IllegalArgumentException("no layer is called " + name);
  }

  static void check(int width, List<Layer> layers) {
    List<Slot> slots = slots(width);
    if (layers.size() != slots.size()) {
      throw new IllegalArgumentException(
          "a U-Net has %d layers, found %d".formatted(slots.size(), layers.size()));
    }
    for (int i = 0; i < slots.size(); i++) {
      Layer layer = layers.get(i);
      Slot found = new Slot(layer.name(), layer.kind(), layer.inChannels(), layer.outChannels());
      if (!found.equals(slots.get(i))) {
        throw new IllegalArgumentException(
            "layer %d of a U-Net of width %d must be %s, found %s"
                .formatted(i, width, slots.get(i), found));
      }
    }
    checkFormats(layers);
  }

  private static void checkFormats(List<Layer> layers) {
    require(layers.get(0), ActivationFormat.INPUT);
    for (int i = 1; i < layers.size(); i++) {
      require(layers.get(i), layers.get(i - 1).output().orElseThrow());
    }
    for (int stage = 1; stage <= STAGES; stage++) {
      Layer skip = layers.get(indexOf("encoder" + stage + ".conv2"));
      Layer up = layers.get(indexOf("up" + stage));
      if (!skip.output().equals(up.output())) {
        throw new IllegalArgumentException(
            "layers %s and %s are concatenated and must share one format: %s, %s"
                .formatted(up.name(), skip.name(), up.output(), skip.output()));
      }
    }
  }

  private static void require(Layer layer, ActivationFormat written) {
    if (!layer.input().equals(written)) {
      throw new IllegalArgumentException(
          "layer %s reads %s, but the layer before it writes %s"
              .formatted(layer.name(), layer.input(), written));
    }
  }

  private static void addBlock(List<Slot> slots, String name, int in, int out) {
    slots.add(new Slot(name + ".conv1", LayerKind.CONV_3X3, in, out));
    slots.add(new Slot(name + ".conv2", LayerKind.CONV_3X3, out, out));
  }
}
