package io.quantunet.trainer.loss;

import io.quantunet.driver.model.UNetLayout;
import io.quantunet.driver.model.UNetLayout.Slot;
import java.util.Arrays;
import java.util.stream.Collectors;

/**
 * The forms in which a net's bit widths are averaged, {@code sum(c_l b_l) / sum(c_l)} over the
 * layers.
 */
public enum BitWidthForm implements LayerCost {
  /** {@code c = 1}: every layer counts alike, as in the figure that the paper reports. */
  LAYERS("layers") {
    @Override
    public double of(Slot layer, int gridWidth, int gridHeight) {
      return 1;
    }
  },

  /**
   * {@code c} = weights of the layer: the mean is that of all weights, so it speaks of memory
   * (Brevitas's {@code WeightBitWidthWeightedBySize}). The bottleneck and its neighbours outweigh
   * the rest.
   */
  PARAMETERS("parameters") {
    @Override
    public double of(Slot layer, int gridWidth, int gridHeight) {
      return parameters(layer);
    }
  },

  /**
   * {@code c} = multiply-accumulates of the layer: speaks of the time of an accelerator that takes
   * a cycle per bit of weight.
   */
  MACS("macs") {
    @Override
    public double of(Slot layer, int gridWidth, int gridHeight) {
      return macs(layer, gridWidth, gridHeight);
    }
  };

  private final String label;

  BitWidthForm(String label) {
    this.label = label;
  }

  /** Its name in recipes. */
  public String label() {
    return label;
  }

  /**
   * The form of that name.
   *
   * @throws IllegalArgumentException naming what there is
   */
  public static BitWidthForm of(String label) {
    for (BitWidthForm form : values()) {
      if (form.label.equals(label)) {
        return form;
      }
    }
    throw new IllegalArgumentException(
        "no mean of bit widths is called '%s'; choose %s"
            .formatted(
                label,
                Arrays.stream(values())
                    .map(BitWidthForm::label)
                    .collect(Collectors.joining(", "))));
  }

  /** Weights of a layer, biases left out: these have a width of their own. */
  public static long parameters(Slot layer) {
    int side = layer.kind().side();
    return (long) layer.outChannels() * layer.inChannels() * side * side;
  }

  /**
   * Multiply-accumulates of a layer for one frame. A transposed convolution 2x2 with stride 2 meets
   * every input pixel once with every weight.
   *
   * @param gridWidth pixels across of the net's input
   * @param gridHeight pixels down
   */
  public static long macs(Slot layer, int gridWidth, int gridHeight) {
    int halvings = halvings(layer.name());
    return parameters(layer) * (gridWidth >> halvings) * (gridHeight >> halvings);
  }

  /** How often the net's input has been halved on its way to a layer's input. */
  private static int halvings(String layer) {
    if (layer.startsWith("bottleneck")) {
      return UNetLayout.STAGES;
    }
    if (layer.equals("head")) {
      return 0;
    }
    int digit = layer.chars().filter(Character::isDigit).findFirst().orElseThrow();
    int stage = Character.digit(digit, 10);
    return layer.startsWith("up") ? stage : stage - 1;
  }
}
