package io.quantunet.driver.accelerator.plan;

import io.quantunet.driver.accelerator.arch.Configuration;
import io.quantunet.driver.model.ActivationFormat;
import io.quantunet.driver.model.QuantizedModel;
import io.quantunet.driver.model.UNetLayout;
import java.util.ArrayList;
import java.util.List;

/**
 * A U-Net without its weights: what the device's cycles depend on.
 *
 * @param width channels of the first stage
 * @param weightBits width of the weight codes of each of the 23 layers
 * @param activationBits width of the output codes of each layer but the head; an upsampling layer
 *     and the skip that it is concatenated with have one width
 */
public record UNetShape(int width, List<Integer> weightBits, List<Integer> activationBits) {

  private static final int BLOCK = 2; // convolutions of a stage's block

  /**
   * @throws IllegalArgumentException if the widths are not those of the 23 layers
   */
  public UNetShape {
    weightBits = List.copyOf(weightBits);
    activationBits = List.copyOf(activationBits);
    int layers = UNetLayout.slots(1).size();
    if (weightBits.size() != layers || activationBits.size() != layers - 1) {
      throw new IllegalArgumentException(
          "a U-Net has %d weight widths and %d activation widths, not %d and %d"
              .formatted(layers, layers - 1, weightBits.size(), activationBits.size()));
    }
    for (int stage = 1; stage <= UNetLayout.STAGES; stage++) {
      String up = "up" + stage;
      String skip = "encoder" + stage + ".conv2";
      int upBits = activationBits.get(UNetLayout.indexOf(up));
      int skipBits = activationBits.get(UNetLayout.indexOf(skip));
      if (upBits != skipBits) {
        throw new IllegalArgumentException(
            "layers %s and %s are concatenated and must share one width: %d, %d bits"
                .formatted(up, skip, upBits, skipBits));
      }
    }
  }

  /** The shape of a model. */
  public static UNetShape of(QuantizedModel model) {
    List<Integer> weights = new ArrayList<>();
    List<Integer> activations = new ArrayList<>();
    model
        .layers()
        .forEach(
            layer -> {
              weights.add(layer.weightWidth().bits());
              layer.output().ifPresent(format -> activations.add(format.width().bits()));
            });
    return new UNetShape(model.width(), weights, activations);
  }

  /**
   * What the device computes for it.
   *
   * @param gridWidth pixels across, a multiple of 16
   * @param gridHeight pixels down, a multiple of 16
   */
  public DeviceNet on(Configuration array, int gridWidth, int gridHeight) {
    QuantizedModel.checkGrid(gridWidth, gridHeight);
    DeviceNetBuilder net = new DeviceNetBuilder(array, gridWidth, gridHeight);
    Walk walk = new Walk(net);
    List<DeviceNetBuilder.Source> skips = new ArrayList<>();
    DeviceNetBuilder.Source last = net.frame(1);
    for (int stage = 1; stage <= UNetLayout.STAGES; stage++) {
      last = walk.block(last);
      skips.add(last);
      last = net.pool(last);
    }
    last = walk.block(last);
    for (int stage = UNetLayout.STAGES; stage >= 1; stage--) {
      last = DeviceNetBuilder.concatenate(walk.convolve(last), skips.get(stage - 1));
      last = walk.block(last);
    }
    walk.convolve(last);
    return net.build();
  }

  /** Takes the layers one after another, as the graph of a model has them. */
  private final class Walk {

    private final DeviceNetBuilder net;
    private final List<UNetLayout.Slot> slots = UNetLayout.slots(width);
    private int next;
    private int inputBits = ActivationFormat.INPUT.width().bits();

    Walk(DeviceNetBuilder net) {
      this.net = net;
    }

    DeviceNetBuilder.Source block(DeviceNetBuilder.Source from) {
      DeviceNetBuilder.Source last = from;
      for (int i = 0; i < BLOCK; i++) {
        last = convolve(last);
      }
      return last;
    }

    DeviceNetBuilder.Source convolve(DeviceNetBuilder.Source from) {
      UNetLayout.Slot slot = slots.get(next);
      int outputBits = next < activationBits.size() ? activationBits.get(next) : 0;
      LayerShape shape =
          new LayerShape(
              slot.name(),
              slot.kind(),
              slot.outChannels(),
              inputBits,
              weightBits.get(next),
              outputBits);
      next++;
      inputBits = outputBits;
      return net.convolve(shape, from);
    }
  }
}
