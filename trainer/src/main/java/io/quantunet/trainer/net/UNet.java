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

/**
 * The U-Net of {@link UNetLayout} in training, on batches of one fixed size, with a backward pass
 * of its own. What its forward pass computes once {@link #fold} has been called is, code for code,
 * what the integer engines compute with its export.
 *
 * <p>One thread. All tensors are allocated once, in native memory that {@link #close} gives back:
 * about 45 MB per image of 128 x 128 at width 16.
 */
public final class UNet implements AutoCloseable {

  private final NetSettings settings;
  private final Workspace workspace = new Workspace();
  private final Tensor input;
  private final List<ConvLayer> layers = new ArrayList<>();
  private final List<Stage> stages = new ArrayList<>();
  private final List<Concatenation> joins = new ArrayList<>();
  private double logitThreshold;

  /** Where encoder and decoder of one resolution meet. */
  private record Stage(
      int skipLayer,
      int upLayer,
      Tensor pooled,
      Tensor pooledGradient,
      MaxPool pool,
      Tensor joined,
      Tensor joinedGradient) {}

  /**
   * @param random source of the initial weights
   * @throws IllegalArgumentException if this CPU does not have the precision
   */
  public UNet(NetSettings settings, Random random) {
    this.settings = settings;
    Precision precision = settings.precision();
    if (!precision.isSupported()) {
      throw new IllegalArgumentException(
          "this CPU has no bfloat16 instructions (AVX512-BF16 or AMX); train in float32");
    }
    this.input =
        Tensor.zeros(precision, settings.batch(), settings.gridHeight(), settings.gridWidth(), 1);
    List<Slot> slots = UNetLayout.slots(settings.width());
    Tensor from = input;
    for (int stage = 1; stage <= UNetLayout.STAGES; stage++) {
      from = addBlock(slots, from, random);
      Tensor pooled =
          Tensor.zeros(
              precision, from.images(), from.height() / 2, from.width() / 2, from.channels());
      Tensor joined =
          Tensor.zeros(precision, from.images(), from.height(), from.width(), 2 * from.channels());
      stages.add(
          new Stage(
              layers.size() - 1,
              UNetLayout.indexOf("up" + stage),
              pooled,
              pooled.like(),
              new MaxPool(workspace, from, pooled),
              joined,
              joined.like()));
      from = pooled;
    }
    from = addBlock(slots, from, random);
    for (int stage = UNetLayout.STAGES; stage >= 1; stage--) {
      Stage here = stages.get(stage - 1);
      ConvLayer skip = layers.get(here.skipLayer());
      Tensor packed = addLayer(slots, from, skip.outputQuantizer(), random);
      joins.add(0, new Concatenation(workspace, packed, skip.activation(), here.joined()));
      from = addBlock(slots, here.joined(), random);
    }
    addLayer(slots, from, Optional.empty(), random);
  }

  /** What it looks like. */
  public NetSettings settings() {
    return settings;
  }

  /** The batch to be put in, {@code [N, H, W, 1]}, values {@code grey level / 256}. */
  public Tensor input() {
    return input;
  }

  /** The logits of the last forward pass, {@code [N, H, W, 1]}. */
  public Tensor logits() {
    return head().activation();
  }

  /** Where the loss puts the gradient of the logits before {@link #backward}. */
  public Tensor logitGradient() {
    return head().gradient();
  }

  /** A pixel is lesion if its logit is greater: 0 unless a model to start from has another. */
  public double logitThreshold() {
    return logitThreshold;
  }

  void importThreshold(double threshold) {
    logitThreshold = threshold;
  }

  /** The 23 layers in order of execution. */
  public List<ConvLayer> layers() {
    return List.copyOf(layers);
  }

  /** From the input to the logits; {@code training} normalizes by the batch and learns from it. */
  public void forward(boolean training) {
    for (Stage stage : stages) {
      layers.get(stage.skipLayer() - 1).forward(training);
      layers.get(stage.skipLayer()).forward(training);
      stage.pool().forward();
    }
    int bottleneck = 2 * UNetLayout.STAGES;
    layers.get(bottleneck).forward(training);
    layers.get(bottleneck + 1).forward(training);
    for (int i = stages.size() - 1; i >= 0; i--) {
      Stage stage = stages.get(i);
      layers.get(stage.upLayer()).forward(training);
      joins.get(i).forward();
      layers.get(stage.upLayer() + 1).forward(training);
      layers.get(stage.upLayer() + 2).forward(training);
    }
    head().forward(training);
  }

  /** From the gradient of the logits to those of all parameters; after a training forward pass. */
  public void backward() {
    activationQuantizers().forEach(ActivationQuantizer::startBackward);
    backwardInto(layers.size() - 1);
    for (int i = 0; i < stages.size(); i++) {
      Stage stage = stages.get(i);
      int up = stage.upLayer();
      backwardInto(up + 2);
      layers.get(up + 1).backward(stage.joinedGradient());
      joins.get(i).backwardToPacked(stage.joinedGradient(), layers.get(up).gradient());
      backwardInto(up);
    }
    int bottleneck = 2 * UNetLayout.STAGES;
    backwardInto(bottleneck + 1);
    for (int i = stages.size() - 1; i >= 0; i--) {
      Stage stage = stages.get(i);
      ConvLayer skip = layers.get(stage.skipLayer());
      layers.get(stage.skipLayer() + 1).backward(stage.pooledGradient());
      stage.pool().backward(stage.pooledGradient(), skip.gradient());
      joins.get(i).addToSkip(stage.joinedGradient(), skip.gradient());
      backwardInto(stage.skipLayer());
    }
    layers.get(0).backwardToWeights();
  }

  /** Folds batch normalization into weights and biases, for good. */
  public void fold() {
    layers.forEach(ConvLayer::fold);
  }

  /** Whether batch normalization is folded, so that the net can be exported. */
  public boolean isFolded() {
    return layers.stream().allMatch(ConvLayer::isFolded);
  }

  /** The first layer that has a weight or an activation which is not finite, if there is one. */
  public Optional<String> firstNotFinite() {
    return layers.stream()
        .filter(ConvLayer::hasNonFinite)
        .map(layer -> layer.slot().name())
        .findFirst();
  }

  /** All that is being learned now. */
  public List<Parameter> parameters() {
    List<Parameter> parameters = new ArrayList<>();
    layers.forEach(layer -> parameters.addAll(layer.parameters()));
    activationQuantizers().forEach(quantizer -> parameters.addAll(quantizer.parameters()));
    return parameters;
  }

  /** Puts every learned bit width back into 2..8; after each optimizer step. */
  public void clampWidths() {
    layers.forEach(layer -> layer.weightQuantizer().clampWidth());
    activationQuantizers().forEach(ActivationQuantizer::clampWidth);
  }

  /** Unweighted mean of the weight widths before rounding, bits; 32 in full precision. */
  public double meanLearnedBits() {
    return BitStatistics.learned(this).meanByLayer();
  }

  /** Unweighted mean of the integer weight widths in use, bits; 32 in full precision. */
  public double averageBits() {
    return BitStatistics.inUse(this).meanByLayer();
  }

  /** Writes all that {@link #load} needs to go on as if nothing had happened. */
  public void save(DataOutputStream out) throws IOException {
    for (ConvLayer layer : layers) {
      layer.save(out);
    }
    for (ActivationQuantizer quantizer : activationQuantizers()) {
      out.writeBoolean(quantizer.isCalibrated());
      LayerState.save(out, values(quantizer));
    }
  }

  /** Reads what {@link #save} of a net with the same settings wrote. */
  public void load(DataInputStream in) throws IOException {
    for (ConvLayer layer : layers) {
      layer.load(in);
    }
    for (ActivationQuantizer quantizer : activationQuantizers()) {
      if (in.readBoolean()) {
        quantizer.markCalibrated();
      }
      LayerState.load(in, values(quantizer));
    }
  }

  @Override
  public void close() {
    input.close();
    layers.forEach(ConvLayer::close);
    for (Stage stage : stages) {
      stage.pool().close();
      stage.pooled().close();
      stage.pooledGradient().close();
      stage.joined().close();
      stage.joinedGradient().close();
    }
    joins.forEach(Concatenation::close);
    workspace.close();
  }

  /**
   * The quantizers of all activations, each once, though those of a concatenation belong to two
   * layers; none in full precision.
   */
  public Set<ActivationQuantizer> activationQuantizers() {
    Set<ActivationQuantizer> quantizers = new LinkedHashSet<>();
    layers.forEach(layer -> layer.outputQuantizer().ifPresent(quantizers::add));
    return quantizers;
  }

  private static List<float[]> values(ActivationQuantizer quantizer) {
    return quantizer.parameters().stream().map(Parameter::value).toList();
  }

  /** Backward through a layer whose input is the activation of the one before it. */
  private void backwardInto(int index) {
    layers.get(index).backward(layers.get(index - 1).gradient());
  }

  private ConvLayer head() {
    return layers.get(layers.size() - 1);
  }

  private Tensor addBlock(List<Slot> slots, Tensor from, Random random) {
    Tensor middle = from;
    for (int conv = 1; conv <= 2; conv++) {
      String name = slots.get(layers.size()).name();
      middle = addLayer(slots, middle, settings.activations().quantizer(name), random);
    }
    return middle;
  }

  private Tensor addLayer(
      List<Slot> slots, Tensor from, Optional<ActivationQuantizer> quantizer, Random random) {
    int index = layers.size();
    Supplier<ActivationFormat> inputFormat =
        index == 0
            ? () -> ActivationFormat.INPUT
            : () -> layers.get(index - 1).outputQuantizer().orElseThrow().format();
    ConvLayer layer =
        new ConvLayer(workspace, slots.get(index), settings, from, inputFormat, quantizer, random);
    layers.add(layer);
    return layer.activation();
  }
}
