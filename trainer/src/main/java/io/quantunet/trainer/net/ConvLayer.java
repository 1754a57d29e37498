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
 * head ends with its bias. In a net of full precision nothing is quantized.
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
  private final LayerWeights weights;
  private final LayerPass pass;
  private final BatchNormalization normalization;
  private boolean folded;
  private boolean calibrated;

  /**
   * @param inputFormat asked whenever it is needed, since it is being learned; never in full
   *     precision
   * @param quantizer of the output; empty for the head and in full precision
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
    this.quantized = settings.isQuantized();
    this.inputFormat = inputFormat;
    this.quantizer = quantizer;
    this.weights = new LayerWeights(slot, settings.weights(), random);
    this.normalization = new BatchNormalization(slot.name(), slot.outChannels());
    this.pass =
        new LayerPass(
            workspace,
            input,
            new LayerPass.Shape(weights.rows(), slot.outChannels(), weights.kernel(), isHead()),
            nonlinearity(),
            normalization);
    this.folded = isHead();
    this.calibrated = isHead();
  }

  /** Its place in the net. */
  public Slot slot() {
    return slot;
  }

  /** The quantizer of its weights. */
  public WeightQuantizer weightQuantizer() {
    return weights.quantizer();
  }

  /** Format of its input codes; only a quantized net has any. */
  public ActivationFormat inputFormat() {
    return inputFormat.get();
  }

  /** The quantizer of its output; empty for the head and in full precision. */
  public Optional<ActivationQuantizer> outputQuantizer() {
    return quantizer;
  }

  /** Whether it is the last layer, whose output are the logits. */
  public boolean isHead() {
    return slot.kind() == LayerKind.LOGITS_1X1;
  }

  /**
   * Float weights, {@code [out, ky, kx, in]}; those of a transposed convolution {@code [ky, kx,
   * out, in]}.
   */
  public Parameter weight() {
    return weights.weight();
  }

  /** Float bias, in use once normalization is folded, {@code [out]}. */
  public Parameter bias() {
    return weights.bias();
  }

  /** Whether weights and bias are all that is left of batch normalization. */
  boolean isFolded() {
    return folded;
  }

  /** Rows of the weights: one for each output of the convolution. */
  int rows() {
    return weights.rows();
  }

  /**
   * Multiply-accumulates for one image: each weight meets each pixel of the input once, those of a
   * transposed convolution, too.
   */
  public long macs() {
    return (long) weight().value().length * activation().height() * activation().width();
  }

  Tensor activation() {
    return pass.activation();
  }

  Tensor gradient() {
    return pass.gradient();
  }

  /** Computes the activation; {@code training} normalizes by the batch and learns from it. */
  void forward(boolean training) {
    float[] values = chosenWeights();
    pass.setWeights(values);
    if (folded) {
      useBias(values);
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
    weights.fold(pass.affine());
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

  /** Chooses anew what the convolution multiplies by, laid out as {@link #weight}. */
  float[] chosenWeights() {
    return weights.choose(exponentRange());
  }

  /** The weights' codes, chosen anew. */
  CodedWeights codedWeights() {
    return weights.coded(chosenWeights());
  }

  @Override
  public void close() {
    pass.close();
  }

  /** Whether a weight or an activation is not a number any more. */
  boolean hasNonFinite() {
    return !LayerState.allFinite(weight().value()) || !LayerState.allFinite(activation().toArray());
  }

  List<Parameter> parameters() {
    List<Parameter> parameters = new ArrayList<>();
    parameters.add(weight());
    if (folded) {
      parameters.add(bias());
    } else {
      parameters.addAll(normalization.parameters());
    }
    parameters.addAll(weightQuantizer().parameters());
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
                weight().value(),
                normalization.gamma().value(),
                normalization.beta().value(),
                bias().value(),
                normalization.runningMean(),
                normalization.runningVariance()));
    weightQuantizer().parameters().forEach(parameter -> state.add(parameter.value()));
    return state;
  }

  private Nonlinearity nonlinearity() {
    if (isHead()) {
      return new Identity();
    }
    int blockSize = BlockKernels.blockSize(slot.outChannels());
    return quantizer.<Nonlinearity>map(q -> new QuantizedRelu(q, blockSize)).orElseGet(Relu::new);
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
        bias().gradient()[c] = (float) sums[c];
      }
    } else {
      pass.backwardThroughNormalization(inputGradient);
    }
    pass.readGradient(weight().gradient());
    weights.backward();
  }

  private void useBias(float[] values) {
    float[] biases =
        quantized ? weights.coded(values).biases(bias().value(), inputFormat()) : bias().value();
    for (int c = 0; c < biases.length; c++) {
      pass.affine().set(c, 1, biases[c]);
    }
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
