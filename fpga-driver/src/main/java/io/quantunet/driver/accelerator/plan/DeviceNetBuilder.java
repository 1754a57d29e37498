package io.quantunet.driver.accelerator.plan;

import io.quantunet.driver.accelerator.arch.Configuration;
import io.quantunet.driver.accelerator.arch.Operation;
import io.quantunet.driver.engine.UnsupportedGraphException;
import io.quantunet.driver.model.LayerKind;
import java.util.ArrayList;
import java.util.List;

/** Chains convolutions, poolings and concatenations to a net for the device. */
final class DeviceNetBuilder {

  /** Taps of the 3x3 that the host lays out as channels. */
  private static final int LAID_OUT_TAPS = 9;

  private final Configuration array;
  private final int width;
  private final int height;
  private final List<DeviceLayer> layers = new ArrayList<>();

  DeviceNetBuilder(Configuration array, int width, int height) {
    this.array = array;
    this.width = width;
    this.height = height;
  }

  /**
   * A tensor: what a convolution may read.
   *
   * @param frameChannels channels of the net's input; 0 if it is no input
   * @param inputs the maps of its channels; none for the net's input, whose layout depends on its
   *     reader
   */
  record Source(int frameChannels, List<DeviceLayer.Input> inputs) {}

  Source frame(int channels) {
    return new Source(channels, List.of());
  }

  Source convolve(LayerShape shape, Source from) {
    boolean raw = shape.kind() == LayerKind.LOGITS_1X1;
    if (raw && shape.outChannels() != 1) {
      throw new UnsupportedGraphException(
          "several channels of logits",
          "layer %s: the accelerator stores one channel of logits, not %d"
              .formatted(shape.name(), shape.outChannels()));
    }
    boolean laidOut = from.frameChannels() == 1 && shape.kind() == LayerKind.CONV_3X3;
    List<DeviceLayer.Input> inputs =
        from.frameChannels() == 0
            ? from.inputs()
            : List.of(frame(from.frameChannels() * (laidOut ? LAID_OUT_TAPS : 1), shape));
    DeviceLayer layer =
        new DeviceLayer(
            shape.name(),
            array,
            laidOut ? Operation.CONV1 : operation(shape.kind()),
            inputs,
            shape.outChannels(),
            shape.weightBits(),
            shape.outputBits(),
            raw,
            false);
    layers.add(layer);
    return new Source(0, List.of(new DeviceLayer.Input(layers.size() - 1, false, layer.output())));
  }

  Source pool(Source from) {
    if (from.inputs().size() != 1 || from.inputs().get(0).pooled()) {
      throw new UnsupportedGraphException(
          "a pooling without a convolution before it",
          "the accelerator pools what one of its convolutions has just computed, nothing else");
    }
    int producer = from.inputs().get(0).producer();
    DeviceLayer pooling = layers.get(producer).withPool();
    layers.set(producer, pooling);
    return new Source(0, List.of(new DeviceLayer.Input(producer, true, pooling.pooledOutput())));
  }

  static Source concatenate(Source first, Source second) {
    List<DeviceLayer.Input> inputs = new ArrayList<>(first.inputs());
    inputs.addAll(second.inputs());
    return new Source(0, inputs);
  }

  DeviceNet build() {
    return new DeviceNet(array, layers);
  }

  private DeviceLayer.Input frame(int channels, LayerShape reader) {
    int blocks = MapLayout.ceilDiv(channels, array.inputLanes());
    return new DeviceLayer.Input(
        DeviceLayer.Input.FRAME,
        false,
        new MapLayout(array, width, height, channels, blocks, reader.inputBits()));
  }

  private static Operation operation(LayerKind kind) {
    return switch (kind) {
      case CONV_3X3 -> Operation.CONV3;
      case UPCONV_2X2 -> Operation.UPCONV2;
      case CONV_1X1, LOGITS_1X1 -> Operation.CONV1;
    };
  }
}
