package io.quantunet.trainer.net;

import io.quantunet.driver.model.ActivationFormat;
import io.quantunet.driver.model.LayerKind;
import io.quantunet.driver.model.UNetLayout.Slot;
import io.quantunet.trainer.net.Nonlinearity.Identity;
import io.quantunet.trainer.net.Nonlinearity.QuantizedRelu;
import io.quantunet.trainer.net.Nonlinearity.Relu;
import io.quantunet.trainer.optimizer.Parameter;
import io.quantunet.trainer.optimizer.Parameter.Group;
import io.quantunet.trainer.quantization.ActivationQuantizer;
import io.quantunet.trainer.quantization.ExponentRange;
import io.quantunet.trainer.quantization.WeightQuantizer;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.function.Supplier;

/**
 * One of the 23 layers while it is being trained: convolution with quantized weights, then batch
 * normalization (until {@link #fold}; a quantized bias from then on), then the quantized ReLU. The
 * head ends with its bias.
 *
 * <p>A transposed convolution 2x2 with stride 2 is computed as a 1x1 convolution to {@code [.., ky,
 * kx, out]} channels; the net's concatenation puts its pixels in place. Its channel of index {@code
 * i} is therefore {@code i % out}, as it is for all other kinds.
 */
public final class ConvLayer implements AutoCloseable {

  private final Slot slot;
  private final boolean quantized;
  private final Supplier<ActivationFormat> inputFormat;
  private final Optional<ActivationQuantizer> quantizer;
  private final WeightQuantizer weightQuantizer;
  private final LayerPass pass;
  private final int rows;
  private final Parameter weight;
  private final Parameter bias;
  private final float[] quantizedWeights;
  private final BatchNormalization normalization;
  private boolean folded;
  private boolean calibrated;

  /**
   * @param inputFormat asked whenever it is needed, since it is being learned
   * @param quantizer of the output; empty for the head, and only for it
   */
  ConvLayer(
      Workspace workspace,
      Slot slot,
      NetSettings settings,
      Tensor input,
      Supplier<ActivationFormat> inputFormat,
      Optional<ActivationQuantizer> quantizer,
      Random random) {
    this.slot = slot;
    this.quantized = settings.quantized();
    this.inputFormat = inputFormat;
    this.quantizer = quantizer;
    int out = slot.outChannels();
    this.rows = slot.kind() == LayerKind.UPCONV_2X2 ? 4 * out : out;
    int kernel = slot.kind() == LayerKind.CONV_3X3 ? 3 : 1;
    this.normalization = new BatchNormalization(slot.name(), out);
    this.pass =
        new LayerPass(
            workspace,
            input,
            new LayerPass.Shape(rows, out, kernel, isHead()),
            nonlinearity(),
            normalization);
    this.weightQuantizer =
        new WeightQuantizer(slot.name(), out, (float) settings.initialWeightBits());
    float[] weights =
        InitialWeights.uniform(slot, rows * kernel * kernel * input.channels(), random);
    this.weight = Parameter.of(slot.name() + ".weight", Group.WEIGHT, weights);
    this.bias = Parameter.of(slot.name() + ".bias", Group.WEIGHT, new float[out]);
    this.quantizedWeights = new float[weights.length];
    this.folded = isHead();
    this.calibrated = isHead();
  }

  /** Its place in the net. */
  public Slot slot() {
    return slot;
  }

  /** The learned weight width. */
  public WeightQuantizer weightQuantizer() {
    return weightQuantizer;
  }

  /** Format of its input codes. */
  public ActivationFormat inputFormat() {
    return inputFormat.get();
  }

  /** The quantizer of its output; empty for the head. */
  public Optional<ActivationQuantizer> outputQuantizer() {
    return quantizer;
  }

  /** Whether it is the last layer, whose output are the logits. */
  public boolean isHead() {
    return quantizer.isEmpty();
  }

  /**
   * Float weights, {@code [out, ky, kx, in]}; those of a transposed convolution {@code [ky, kx,
   * out, in]}.
   */
  public Parameter weight() {
    return weight;
  }

  /** Float bias, in use once normalization is folded, {@code [out]}. */
  public Parameter bias() {
    return bias;
  }

  /** Whether weights and bias are all that is left of batch normalization. */
  boolean isFolded() {
    return folded;
  }

  /** Rows of the weights: one for each output of the convolution. */
  int rows() {
    return rows;
  }

  Tensor activation() {
    return pass.activation();
  }

  Tensor gradient() {
    return pass.gradient();
  }

  /** Computes the activation; {@code training} normalizes by the batch and learns from it. */
  void forward(boolean training) {
    pass.setWeights(quantized ? quantizedWeights() : weight.value());
    if (folded) {
      useBias();
    } else if (!training) {
      normalization.byRunningMoments(pass.affine());
    }
    if (training && (!folded || needsCalibration())) {
      forwardByBatch();
    } else {
      pass.forward();
    }
  }

  /** From the gradient of the activation, in {@link #gradient}, to those of weights and input. */
  void backward(Tensor inputGradient) {
    backward(Optional.of(inputGradient));
  }

  /** The same for the first layer: nobody needs the gradient of its input. */
  void backwardToWeights() {
    backward(Optional.empty());
  }

  /** Folds batch normalization into weights and bias, for good. */
  void fold() {
    if (folded) {
      return;
    }
    normalization.byRunningMoments(pass.affine());
    int out = slot.outChannels();
    int length = weight.value().length / rows;
    for (int i = 0; i < weight.value().length; i++) {
      weight.value()[i] *= pass.affine().scale().perChannel()[i / length % out];
    }
    System.arraycopy(pass.affine().shift().perChannel(), 0, bias.value(), 0, out);
    folded = true;
  }

  /** Starts from given weights and bias, without batch normalization. */
  void importFolded(
      float[] weights, float[] biases, int bits, Optional<ActivationFormat> outputFormat) {
    System.arraycopy(weights, 0, weight.value(), 0, weights.length);
    System.arraycopy(biases, 0, bias.value(), 0, biases.length);
    weightQuantizer.bits().value()[0] = bits;
    outputFormat.ifPresent(format -> quantizer.orElseThrow().adopt(format));
    folded = true;
    calibrated = true;
  }

  /** Quantizes the weights anew: values, laid out as {@link #weight}. */
  float[] quantizedWeights() {
    weightQuantizer.quantize(weight.value(), rows, exponentRange(), quantizedWeights);
    return quantizedWeights;
  }

  /** The bias at the accumulator's scale, a whole number, for the weights quantized last. */
  double biasCode(int channel) {
    return Math.rint(Math.scalb((double) bias.value()[channel], accumulatorExponent(channel)));
  }

  @Override
  public void close() {
    pass.close();
  }

  /** Whether a weight or an activation is not a number any more. */
  boolean hasNonFinite() {
    return !LayerState.allFinite(weight.value()) || !LayerState.allFinite(activation().toArray());
  }

  List<Parameter> parameters() {
    List<Parameter> parameters = new ArrayList<>();
    parameters.add(weight);
    if (folded) {
      parameters.add(bias);
    } else {
      parameters.addAll(normalization.parameters());
    }
    if (quantized) {
      parameters.add(weightQuantizer.bits());
    }
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
    return List.of(
        weight.value(),
        normalization.gamma().value(),
        normalization.beta().value(),
        bias.value(),
        normalization.runningMean(),
        normalization.runningVariance(),
        weightQuantizer.bits().value());
  }

  private Nonlinearity nonlinearity() {
    if (isHead()) {
      return new Identity();
    }
    return quantized
        ? new QuantizedRelu(quantizer.orElseThrow(), BlockKernels.blockSize(slot.outChannels()))
        : new Relu();
  }

  /** What must be known of the whole batch comes before any activation. */
  private void forwardByBatch() {
    if (folded) {
      pass.convolve();
    } else {
      pass.normalizeByBatch();
    }
    if (needsCalibration()) {
      quantizer.orElseThrow().calibrate(pass.sample());
      calibrated = true;
    }
    pass.activate();
  }

  private boolean needsCalibration() {
    return quantized && !calibrated;
  }

  private void backward(Optional<Tensor> inputGradient) {
    if (folded) {
      double[] sums = pass.backwardThroughBias(inputGradient);
      for (int c = 0; c < sums.length; c++) {
        bias.gradient()[c] = (float) sums[c];
      }
    } else {
      pass.backwardThroughNormalization(inputGradient);
    }
    pass.readGradient(weight.gradient());
    if (quantized) {
      weightQuantizer.backward(weight.value(), rows, quantizedWeights, weight.gradient());
    }
  }

  private void useBias() {
    for (int c = 0; c < slot.outChannels(); c++) {
      pass.affine().set(c, 1, biasInUse(c));
    }
  }

  private float biasInUse(int channel) {
    return quantized
        ? (float) Math.scalb(biasCode(channel), -accumulatorExponent(channel))
        : bias.value()[channel];
  }

  private int accumulatorExponent(int channel) {
    return inputFormat().exponent() + weightQuantizer.exponents()[channel];
  }

  /**
   * Weight exponents that keep the requantization shift in 0..31, once the shift is all there is.
   */
  private ExponentRange exponentRange() {
    return folded && !isHead()
        ? ExponentRange.between(
            inputFormat().exponent(), quantizer.orElseThrow().format().exponent())
        : ExponentRange.FREE;
  }
}
