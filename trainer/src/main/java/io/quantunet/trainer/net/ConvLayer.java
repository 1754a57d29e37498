package io.quantunet.trainer.net;

import io.quantunet.driver.model.ActivationFormat;
import io.quantunet.driver.model.UNetLayout.Slot;
import io.quantunet.trainer.optimizer.Parameter;
import io.quantunet.trainer.quantization.ActivationQuantizer;
import io.quantunet.trainer.quantization.WeightQuantizer;
import java.util.Optional;

/**
 * One of the 23 layers while it is being trained: convolution with quantized weights, then batch
 * normalization (until it is folded; a quantized bias from then on), then the quantized ReLU. The
 * head ends with its bias. In a net of full precision nothing is quantized.
 *
 * <p>A transposed convolution 2x2 with stride 2 is computed as a 1x1 convolution to {@code [.., ky,
 * kx, out]} channels; the net's concatenation puts its pixels in place. Its channel of index {@code
 * i} is therefore {@code i % out}, as it is for all other kinds.
 */
public final class ConvLayer implements AutoCloseable {

  private final LayerCore core;
  private final LayerPass pass;

  /**
   * @param core what it learns, shared with the same layer of nets on other grids
   */
  ConvLayer(Workspace workspace, LayerCore core, Tensor input) {
    this.core = core;
    this.pass =
        new LayerPass(
            workspace,
            input,
            new LayerPass.Shape(
                core.weights().rows(),
                core.slot().outChannels(),
                core.weights().kernel(),
                core.isHead()),
            core.nonlinearity(),
            core.normalization());
  }

  /** Its place in the net. */
  public Slot slot() {
    return core.slot();
  }

  /** The quantizer of its weights. */
  public WeightQuantizer weightQuantizer() {
    return core.weights().quantizer();
  }

  /** Format of its input codes; only a quantized net has any. */
  public ActivationFormat inputFormat() {
    return core.inputFormat();
  }

  /** The quantizer of its output; empty for the head and in full precision. */
  public Optional<ActivationQuantizer> outputQuantizer() {
    return core.outputQuantizer();
  }

  /** Whether it is the last layer, whose output are the logits. */
  public boolean isHead() {
    return core.isHead();
  }

  /**
   * Float weights, {@code [out, ky, kx, in]}; those of a transposed convolution {@code [ky, kx,
   * out, in]}.
   */
  public Parameter weight() {
    return core.weights().weight();
  }

  /** Float bias, in use once normalization is folded, {@code [out]}. */
  public Parameter bias() {
    return core.weights().bias();
  }

  /** Rows of the weights: one for each output of the convolution. */
  int rows() {
    return core.weights().rows();
  }

  /**
   * Multiply-accumulates for one image: each weight meets each pixel of the input once, those of a
   * transposed convolution, too.
   */
  public long macs() {
    return (long) weight().value().length * activation().height() * activation().width();
  }

  /** What it is on every grid. */
  LayerCore core() {
    return core;
  }

  Tensor activation() {
    return pass.activation();
  }

  Tensor gradient() {
    return pass.gradient();
  }

  /** Computes the activation; {@code training} normalizes by the batch and learns from it. */
  void forward(boolean training) {
    float[] values = core.chosenWeights();
    pass.setWeights(values);
    if (core.isFolded()) {
      useBias(values);
    } else if (!training) {
      core.normalization().byRunningMoments(pass.affine());
    }
    if (training && (!core.isFolded() || core.needsCalibration())) {
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

  @Override
  public void close() {
    pass.close();
  }

  /** Whether a weight or an activation is not a number any more. */
  boolean hasNonFinite() {
    return !LayerState.allFinite(weight().value()) || !LayerState.allFinite(activation().toArray());
  }

  /** What must be known of the whole batch comes before any activation. */
  private void forwardByBatch() {
    if (core.isFolded()) {
      pass.convolve();
    } else {
      pass.normalizeByBatch();
    }
    if (core.needsCalibration()) {
      core.calibrate(pass.sample());
    }
    pass.activate();
  }

  private void backward(Optional<Tensor> inputGradient) {
    if (core.isFolded()) {
      double[] sums = pass.backwardThroughBias(inputGradient);
      for (int c = 0; c < sums.length; c++) {
        bias().gradient()[c] = (float) sums[c];
      }
    } else {
      pass.backwardThroughNormalization(inputGradient);
    }
    pass.readGradient(weight().gradient());
    core.weights().backward();
  }

  private void useBias(float[] values) {
    float[] biases = core.biases(values);
    for (int c = 0; c < biases.length; c++) {
      pass.affine().set(c, 1, biases[c]);
    }
  }
}
