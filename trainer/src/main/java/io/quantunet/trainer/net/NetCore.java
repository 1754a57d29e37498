package io.quantunet.trainer.net;

import io.quantunet.driver.model.ActivationFormat;
import io.quantunet.driver.model.UNetLayout;
import io.quantunet.driver.model.UNetLayout.Slot;
import io.quantunet.trainer.optimizer.Parameter;
import io.quantunet.trainer.quantization.ActivationQuantizer;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.function.Supplier;

/** What a net is on every grid: its 23 layers' cores in order of execution, and its threshold. */
final class NetCore {

  private final List<LayerCore> layers = new ArrayList<>();
  private double logitThreshold;

  /**
   * @param random source of the initial weights
   */
  NetCore(NetSettings settings, Random random) {
    int stage = UNetLayout.STAGES;
    for (Slot slot : UNetLayout.slots(settings.width())) {
      // The sources of a concatenation share one quantizer: their codes lie side by side.
      Optional<ActivationQuantizer> quantizer =
          switch (slot.kind()) {
            case LOGITS_1X1 -> Optional.empty();
            case UPCONV_2X2 -> layers.get(skipLayer(stage--)).outputQuantizer();
            default -> settings.activations().quantizer(slot.name());
          };
      layers.add(
          new LayerCore(slot, settings.weights(), inputFormat(layers.size()), quantizer, random));
    }
  }

  /** Index of the layer whose activation crosses over to the decoder, by its stage from 1. */
  private static int skipLayer(int stage) {
    return 2 * stage - 1;
  }

  List<LayerCore> layers() {
    return layers;
  }

  double logitThreshold() {
    return logitThreshold;
  }

  void importThreshold(double threshold) {
    logitThreshold = threshold;
  }

  void fold() {
    layers.forEach(LayerCore::fold);
  }

  boolean isFolded() {
    return layers.stream().allMatch(LayerCore::isFolded);
  }

  List<Parameter> parameters() {
    List<Parameter> parameters = new ArrayList<>();
    layers.forEach(layer -> parameters.addAll(layer.parameters()));
    activationQuantizers().forEach(quantizer -> parameters.addAll(quantizer.parameters()));
    return parameters;
  }

  void clampWidths() {
    layers.forEach(layer -> layer.weights().quantizer().clampWidth());
    activationQuantizers().forEach(ActivationQuantizer::clampWidth);
  }

  Set<ActivationQuantizer> activationQuantizers() {
    Set<ActivationQuantizer> quantizers = new LinkedHashSet<>();
    layers.forEach(layer -> layer.outputQuantizer().ifPresent(quantizers::add));
    return quantizers;
  }

  void save(DataOutputStream out) throws IOException {
    for (LayerCore layer : layers) {
      layer.save(out);
    }
    for (ActivationQuantizer quantizer : activationQuantizers()) {
      out.writeBoolean(quantizer.isCalibrated());
      LayerState.save(out, values(quantizer));
    }
  }

  void load(DataInputStream in) throws IOException {
    for (LayerCore layer : layers) {
      layer.load(in);
    }
    for (ActivationQuantizer quantizer : activationQuantizers()) {
      if (in.readBoolean()) {
        quantizer.markCalibrated();
      }
      LayerState.load(in, values(quantizer));
    }
  }

  private static List<float[]> values(ActivationQuantizer quantizer) {
    return quantizer.parameters().stream().map(Parameter::value).toList();
  }

  private Supplier<ActivationFormat> inputFormat(int index) {
    return index == 0
        ? () -> ActivationFormat.INPUT
        : () -> layers.get(index - 1).outputQuantizer().orElseThrow().format();
  }
}
