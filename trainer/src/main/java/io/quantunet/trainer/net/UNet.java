package io.quantunet.trainer.net;

import io.quantunet.driver.model.ActivationFormat;
import io.quantunet.driver.model.UNetLayout;
import io.quantunet.proto.BinaryMask;
import io.quantunet.trainer.optimizer.Parameter;
import io.quantunet.trainer.quantization.ActivationQuantizer;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;

/**
 * The U-Net of {@link UNetLayout} in training, on batches of one size, with a backward pass of its
 * own; {@link #onGrid} gives the same net on batches of another. What its forward pass computes
 * once {@link #fold} has been called is, code for code, what the integer engines compute with its
 * export.
 *
 * <p>One thread. All tensors are allocated once, in native memory that {@link #close} gives back:
 * about 45 MB per image of 128 x 128 at width 16.
 */
public final class UNet implements AutoCloseable {

  private static final float INPUT_STEP = Math.scalb(1f, -ActivationFormat.INPUT.exponent());

  private final NetSettings settings;
  private final NetCore core;
  private final Workspace workspace = new Workspace();
  private final Tensor input;
  private final List<ConvLayer> layers = new ArrayList<>();
  private final List<Stage> stages = new ArrayList<>();
  private final List<Concatenation> joins = new ArrayList<>();

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
    this(settings, new NetCore(settings, random));
  }

  private UNet(NetSettings settings, NetCore core) {
    this.settings = settings;
    this.core = core;
    Precision precision = settings.precision();
    if (!precision.isSupported()) {
      throw new IllegalArgumentException(
          "this CPU has no bfloat16 instructions (AVX512-BF16 or AMX); train in float32");
    }
    this.input =
        Tensor.zeros(precision, settings.batch(), settings.gridHeight(), settings.gridWidth(), 1);
    Tensor from = input;
    for (int stage = 1; stage <= UNetLayout.STAGES; stage++) {
      from = addBlock(from);
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
    from = addBlock(from);
    for (int stage = UNetLayout.STAGES; stage >= 1; stage--) {
      Stage here = stages.get(stage - 1);
      Tensor packed = addLayer(from);
      Tensor skip = layers.get(here.skipLayer()).activation();
      joins.add(0, new Concatenation(workspace, packed, skip, here.joined()));
      from = addBlock(here.joined());
    }
    addLayer(from);
  }

  /**
   * The same net on batches of another grid: it learns what this one learns, since both have the
   * same parameters; tensors and oneDNN primitives are its own. Closing one leaves the other open.
   *
   * @param gridWidth pixels across, a multiple of 16
   * @param gridHeight pixels down, a multiple of 16
   */
  public UNet onGrid(int gridWidth, int gridHeight) {
    return new UNet(settings.onGrid(gridWidth, gridHeight), core);
  }

  /** What it looks like. */
  public NetSettings settings() {
    return settings;
  }

  /** The batch to be put in, {@code [N, H, W, 1]}, values {@code grey level / 256}. */
  public Tensor input() {
    return input;
  }

  /**
   * Puts frames into the batch; the other places keep theirs.
   *
   * @param place of the first frame, from 0
   * @param greyLevels whole frames one after the other, {@code [count, H, W]}, 0..255: level p
   *     becomes p / 256, as in the integer model
   * @throws IllegalArgumentException if these are no whole frames of this grid, or too many
   */
  public void putFrames(int place, byte[] greyLevels) {
    int pixels = input.imageSize();
    if (greyLevels.length % pixels != 0 || place * pixels + greyLevels.length > input.size()) {
      throw new IllegalArgumentException(
          "%d grey levels from place %d on are no whole frames of %d x %d pixels in a batch of %d"
              .formatted(
                  greyLevels.length,
                  place,
                  settings.gridWidth(),
                  settings.gridHeight(),
                  settings.batch()));
    }
    float[] values = new float[greyLevels.length];
    for (int i = 0; i < values.length; i++) {
      values[i] = (greyLevels[i] & 0xFF) * INPUT_STEP;
    }
    input.write(place * pixels, values, values.length);
  }

  /** What the last forward pass found in the frame at a place, from 0. */
  public BinaryMask mask(int place) {
    Tensor logits = logits();
    float[] values = new float[logits.imageSize()];
    logits.read(place * values.length, values, values.length);
    byte[] mask = new byte[values.length];
    for (int i = 0; i < mask.length; i++) {
      mask[i] = (byte) (values[i] > logitThreshold() ? 1 : 0);
    }
    return new BinaryMask(logits.width(), logits.height(), mask);
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
    return core.logitThreshold();
  }

  void importThreshold(double threshold) {
    core.importThreshold(threshold);
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
    core.activationQuantizers().forEach(ActivationQuantizer::startBackward);
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
    core.fold();
  }

  /** Whether batch normalization is folded, so that the net can be exported. */
  public boolean isFolded() {
    return core.isFolded();
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
    return core.parameters();
  }

  /** Puts every learned bit width back into 2..8; after each optimizer step. */
  public void clampWidths() {
    core.clampWidths();
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
    core.save(out);
  }

  /** Reads what {@link #save} of a net with the same settings wrote. */
  public void load(DataInputStream in) throws IOException {
    core.load(in);
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
    return core.activationQuantizers();
  }

  /** Backward through a layer whose input is the activation of the one before it. */
  private void backwardInto(int index) {
    layers.get(index).backward(layers.get(index - 1).gradient());
  }

  private ConvLayer head() {
    return layers.get(layers.size() - 1);
  }

  private Tensor addBlock(Tensor from) {
    return addLayer(addLayer(from));
  }

  private Tensor addLayer(Tensor from) {
    ConvLayer layer = new ConvLayer(workspace, core.layers().get(layers.size()), from);
    layers.add(layer);
    return layer.activation();
  }
}
