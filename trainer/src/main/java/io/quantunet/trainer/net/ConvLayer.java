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
  private final Convolution convolution;
  private final Tensor preActivation;
  private final Tensor activation;
  private final Tensor gradient;

  private final int rows;
  private final int blockSize;
  private final Parameter weight;
  private final Parameter bias;
  private final float[] quantizedWeights;
  private final BatchNormalization normalization;
  private final ChannelAffine affine;
  private final Nonlinearity nonlinearity;
  private boolean folded;
  private boolean calibrated;

  /**
   * @param inputFormat asked whenever it is needed, since it is being learned
   * @param quantizer of the output; empty for the head, and only for it
   */
  ConvLayer(
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
    this.blockSize = BlockKernels.blockSize(out);
    this.preActivation = Tensor.zeros(input.images(), input.height(), input.width(), rows);
    this.activation = isHead() ? preActivation : preActivation.like();
    this.gradient = preActivation.like();
    int kernel = slot.kind() == LayerKind.CONV_3X3 ? 3 : 1;
    this.convolution = new Convolution(input, preActivation, kernel);
    this.weightQuantizer =
        new WeightQuantizer(slot.name(), out, (float) settings.initialWeightBits());
    float[] weights =
        InitialWeights.uniform(slot, rows * kernel * kernel * input.channels(), random);
    this.weight = Parameter.of(slot.name() + ".weight", Group.WEIGHT, weights);
    this.bias = Parameter.of(slot.name() + ".bias", Group.WEIGHT, new float[out]);
    this.quantizedWeights = new float[weights.length];
    this.normalization = new BatchNormalization(slot.name(), out);
    this.affine = new ChannelAffine(out);
    this.nonlinearity = nonlinearity();
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
    return activation;
  }

  Tensor gradient() {
    return gradient;
  }

  /** Computes the activation; {@code training} normalizes by the batch and learns from it. */
  void forward(boolean training) {
    convolution.forward(quantized ? quantizedWeights() : weight.value());
    chooseAffine(training);
    affine.spread();
    if (training && quantized && !calibrated) {
      quantizer.orElseThrow().calibrate(Calibration.sample(preActivation, affine, blockSize));
      calibrated = true;
    }
    float[] block = new float[blockSize];
    Blocks.forEach(
        preActivation,
        blockSize,
        (position, count) -> {
          preActivation.read(position, block, count);
          affine.apply(block, count);
          nonlinearity.forward(block, count);
          activation.write(position, block, count);
        });
  }

  /** From the gradient of the activation, in {@link #gradient}, to those of weights and input. */
  void backward(Tensor inputGradient) {
    float[] z = new float[blockSize];
    float[] y = new float[blockSize];
    float[] g = new float[blockSize];
    float[] sums = new float[blockSize];
    float[] products = new float[blockSize];
    Blocks.forEach(
        preActivation,
        blockSize,
        (position, count) -> {
          preActivation.read(position, z, count);
          gradient.read(position, g, count);
          System.arraycopy(z, 0, y, 0, count);
          affine.apply(y, count);
          nonlinearity.backward(y, g, count);
          gradient.write(position, g, count);
          if (folded) {
            BlockKernels.sum(g, sums, count);
          } else {
            BlockKernels.gradientMoments(g, z, normalization.meanBlock(), sums, products, count);
          }
        });
    nonlinearity.endBackward();
    normalizationBackward(sums, products);
    convolution.backward(gradient, inputGradient, weight.gradient());
    if (quantized) {
      weightQuantizer.backward(weight.value(), rows, quantizedWeights, weight.gradient());
    }
  }

  /** Folds batch normalization into weights and bias, for good. */
  void fold() {
    if (folded) {
      return;
    }
    normalization.byRunningMoments(affine);
    int out = slot.outChannels();
    int length = weight.value().length / rows;
    for (int i = 0; i < weight.value().length; i++) {
      weight.value()[i] *= affine.scale().perChannel()[i / length % out];
    }
    System.arraycopy(affine.shift().perChannel(), 0, bias.value(), 0, out);
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
    convolution.close();
    preActivation.close();
    gradient.close();
    if (!isHead()) {
      activation.close();
    }
  }

  /** Whether a weight or an activation is not a number any more. */
  boolean hasNonFinite() {
    return !allFinite(weight.value()) || !allFinite(activation.toArray());
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
    return quantized ? new QuantizedRelu(quantizer.orElseThrow(), blockSize) : new Relu();
  }

  private void chooseAffine(boolean training) {
    if (folded) {
      for (int c = 0; c < slot.outChannels(); c++) {
        affine.set(c, 1, biasInUse(c));
      }
    } else if (training) {
      normalization.byBatch(preActivation, affine);
    } else {
      normalization.byRunningMoments(affine);
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

  private void normalizationBackward(float[] sums, float[] products) {
    double[] sum = BlockKernels.fold(sums, slot.outChannels());
    if (folded) {
      for (int c = 0; c < sum.length; c++) {
        bias.gradient()[c] = (float) sum[c];
      }
    } else {
      double[] product = BlockKernels.fold(products, slot.outChannels());
      normalization.backward(preActivation, gradient, affine, sum, product);
    }
  }

  private static boolean allFinite(float[] values) {
    for (float value : values) {
      if (!Float.isFinite(value)) {
        return false;
      }
    }
    return true;
  }
}
