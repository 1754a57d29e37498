package io.quantunet.trainer.net;

import io.quantunet.driver.model.ActivationFormat;
import io.quantunet.driver.model.BitWidth;
import io.quantunet.driver.model.LayerKind;
import io.quantunet.driver.model.UNetLayout.Slot;
import io.quantunet.trainer.net.IntegerLayers.CodedWeights;
import io.quantunet.trainer.net.Nonlinearity.Identity;
import io.quantunet.trainer.net.Nonlinearity.QuantizedRelu;
import io.quantunet.trainer.net.Nonlinearity.Relu;
import io.quantunet.trainer.optimizer.Parameter;
import io.quantunet.trainer.quantization.ActivationQuantizer;
import io.quantunet.trainer.quantization.ExponentRange;
import io.quantunet.trainer.quantization.WeightScheme;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.function.Supplier;

/**
 * What a layer is on every grid: all that it learns, and how far it has come. Its tensors belong to
 * one grid and are a {@link ConvLayer}'s.
 */
final class LayerCore {

  private final Slot slot;
  private final boolean quantized;
  private final Supplier<ActivationFormat> inputFormat;
  private final Optional<ActivationQuantizer> quantizer;
  private final LayerWeights weights;
  private final BatchNormalization normalization;
  private boolean folded;
  private boolean calibrated;

  /**
   * @param inputFormat asked whenever it is needed, since it is being learned; never in full
   *     precision
   * @param quantizer of the output; empty for the head and in full precision
   */
  LayerCore(
      Slot slot,
      WeightScheme scheme,
      Supplier<ActivationFormat> inputFormat,
      Optional<ActivationQuantizer> quantizer,
      Random random) {
    this.slot = slot;
    this.quantized = !(scheme instanceof WeightScheme.FullPrecision);
    this.inputFormat = inputFormat;
    this.quantizer = quantizer;
    this.weights = new LayerWeights(slot, scheme, random);
    this.normalization = new BatchNormalization(slot.name(), slot.outChannels());
    this.folded = isHead();
    this.calibrated = isHead();
  }

  Slot slot() {
    return slot;
  }

  boolean isHead() {
    return slot.kind() == LayerKind.LOGITS_1X1;
  }

  LayerWeights weights() {
    return weights;
  }

  BatchNormalization normalization() {
    return normalization;
  }

  ActivationFormat inputFormat() {
    return inputFormat.get();
  }

  Optional<ActivationQuantizer> outputQuantizer() {
    return quantizer;
  }

  /** A new one for each grid: it holds sums of its own between forward and backward. */
  Nonlinearity nonlinearity() {
    if (isHead()) {
      return new Identity();
    }
    int blockSize = BlockKernels.blockSize(slot.outChannels());
    return quantizer.<Nonlinearity>map(q -> new QuantizedRelu(q, blockSize)).orElseGet(Relu::new);
  }

  /** Whether weights and bias are all that is left of batch normalization. */
  boolean isFolded() {
    return folded;
  }

  /** Whether the output's quantizer has no threshold yet. */
  boolean needsCalibration() {
    return quantized && !calibrated;
  }

  /** Gives the output's quantizer its first threshold. */
  void calibrate(float[] sample) {
    quantizer.orElseThrow().calibrate(sample);
    calibrated = true;
  }

  /** Chooses anew what the convolution multiplies by. */
  float[] chosenWeights() {
    return weights.choose(exponentRange());
  }

  /** What is added to the convolution with the weights chosen last, by output channel. */
  float[] biases(float[] chosen) {
    return quantized
        ? weights.coded(chosen).biases(weights.bias().value(), inputFormat())
        : weights.bias().value();
  }

  /** The weights' codes, chosen anew. */
  CodedWeights codedWeights() {
    return weights.coded(chosenWeights());
  }

  /** Folds batch normalization into weights and bias, for good. */
  void fold() {
    if (folded) {
      return;
    }
    ChannelAffine affine = new ChannelAffine(slot.outChannels());
    normalization.byRunningMoments(affine);
    weights.fold(affine);
    folded = true;
  }

  /** Starts from given weights and bias, without batch normalization. */
  void importFolded(
      float[] values, float[] biases, BitWidth width, Optional<ActivationFormat> outputFormat) {
    weights.adopt(values, biases, width);
    quantizer.ifPresent(q -> q.adopt(outputFormat.orElseThrow()));
    folded = true;
    calibrated = true;
  }

  /** All that is being learned now, but for the output's quantizer. */
  List<Parameter> parameters() {
    List<Parameter> parameters = new ArrayList<>();
    parameters.add(weights.weight());
    if (folded) {
      parameters.add(weights.bias());
    } else {
      parameters.addAll(normalization.parameters());
    }
    parameters.addAll(weights.quantizer().parameters());
    return parameters;
  }

  void save(DataOutputStream out) throws IOException {
    out.writeBoolean(folded);
    out.writeBoolean(calibrated);
    LayerState.save(out, state());
  }

  void load(DataInputStream in) throws IOException {
    folded = in.readBoolean();
    calibrated = in.readBoolean();
    LayerState.load(in, state());
  }

  private List<float[]> state() {
    List<float[]> state =
        new ArrayList<>(
            List.of(
                weights.weight().value(),
                normalization.gamma().value(),
                normalization.beta().value(),
                weights.bias().value(),
                normalization.runningMean(),
                normalization.runningVariance()));
    weights.quantizer().parameters().forEach(parameter -> state.add(parameter.value()));
    return state;
  }

  /**
   * Weight exponents that keep the requantization shift in 0..31, once the shift is all there is.
   */
  private ExponentRange exponentRange() {
    return quantized && folded && !isHead()
        ? ExponentRange.between(
            inputFormat().exponent(), quantizer.orElseThrow().format().exponent())
        : ExponentRange.FREE;
  }
}
