package io.quantunet.trainer.net;

import static org.assertj.core.api.Assertions.assertThat;

import io.quantunet.driver.engine.EngineKind;
import io.quantunet.driver.engine.Engines;
import io.quantunet.driver.engine.InferenceEngine;
import io.quantunet.driver.engine.Logits;
import io.quantunet.driver.model.BitWidth;
import io.quantunet.driver.model.Layer;
import io.quantunet.driver.model.LayerKind;
import io.quantunet.driver.model.QuantizedModel;
import io.quantunet.trainer.quantization.ActivationScheme;
import io.quantunet.trainer.quantization.WeightScheme;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.Arguments;

/** Small folded nets on random frames, and whether they equal an integer model code for code. */
final class FoldedNets {

  static final int GRID = 32;
  static final int BATCH = 3;

  private final Random random = new Random(4);
  private final byte[] codes = new byte[BATCH * GRID * GRID];

  /** Where the weights of the nets and their frames come from. */
  Random random() {
    return random;
  }

  /** Learned weight widths and fixed activation widths, in float32. */
  static NetSettings settings(int weightBits, int activationBits) {
    return settings(weightBits, activationBits, Precision.FLOAT32);
  }

  static NetSettings settings(int weightBits, int activationBits, Precision precision) {
    return new NetSettings(
        3, GRID, GRID, BATCH, new BitWidth(activationBits), weightBits, true, precision);
  }

  /** Every weight scheme with every activation scheme in every precision. */
  static Stream<Arguments> schemes() {
    List<WeightScheme> weights =
        List.of(
            WeightScheme.FixedWidth.of(4),
            new WeightScheme.Ternary(),
            new WeightScheme.LearnedWidth(3.2),
            new WeightScheme.StepAndRange(2.6),
            new WeightScheme.StepAndRange(4.4),
            new WeightScheme.StepAndRange(8));
    List<ActivationScheme> activations =
        List.of(ActivationScheme.FixedWidth.of(6), new ActivationScheme.LearnedWidth(4.7));
    return weights.stream()
        .flatMap(
            weight ->
                activations.stream()
                    .flatMap(
                        activation ->
                            Arrays.stream(Precision.values())
                                .map(precision -> Arguments.of(weight, activation, precision))));
  }

  /** A net with normalization statistics and biases of its own, as after training. */
  UNet net(int weightBits, int activationBits) {
    return net(settings(weightBits, activationBits));
  }

  /** The same of any settings on this grid. */
  UNet net(NetSettings settings) {
    UNet net = new UNet(settings, random);
    random.nextBytes(codes);
    fillInput(net);
    for (int step = 0; step < 20; step++) {
      net.forward(true); // running statistics approach the batch's
    }
    net.fold();
    for (ConvLayer layer : net.layers()) {
      for (int c = 0; c < layer.bias().value().length; c++) {
        layer.bias().value()[c] += 0.1f * (float) random.nextGaussian();
      }
    }
    return net;
  }

  /** Gives a net the frames of the last folded one. */
  void fillInput(UNet net) {
    float[] values = new float[codes.length];
    for (int i = 0; i < values.length; i++) {
      values[i] = (codes[i] & 0xFF) / 256f;
    }
    net.input().write(0, values, values.length);
  }

  /** Every activation and logit of the net's last forward pass is that of the model. */
  void assertEqualCodes(UNet net, QuantizedModel model) {
    try (InferenceEngine engine = Engines.create(EngineKind.REFERENCE, model)) {
      for (int image = 0; image < BATCH; image++) {
        byte[] frame = new byte[GRID * GRID];
        System.arraycopy(codes, image * frame.length, frame, 0, frame.length);
        int at = image;
        Logits logits =
            engine.infer(
                frame,
                GRID,
                GRID,
                (layer, expected, width, height) ->
                    assertThat(codesOf(net, layer, at, width))
                        .as("%s, image %d", layer.name(), at)
                        .isEqualTo(expected));
        assertThat(logitsOf(net, logits, image)).isEqualTo(logits.values());
      }
    }
  }

  private static byte[] codesOf(UNet net, Layer layer, int image, int width) {
    ConvLayer trained =
        net.layers().stream()
            .filter(candidate -> candidate.slot().name().equals(layer.name()))
            .findFirst()
            .orElseThrow();
    Tensor activation = trained.activation();
    float[] all = activation.toArray();
    byte[] found = new byte[all.length / BATCH];
    float scale = Math.scalb(1f, layer.output().orElseThrow().exponent());
    for (int i = 0; i < found.length; i++) {
      int to = layer.kind() == LayerKind.UPCONV_2X2 ? unpacked(i, layer, width) : i;
      found[to] = (byte) (int) (all[image * found.length + i] * scale);
    }
    return found;
  }

  /**
   * Where the pixel of a packed position {@code [y, x, ky, kx, c]} belongs in {@code [Y, X, c]}.
   */
  private static int unpacked(int packed, Layer layer, int width) {
    int c = packed % layer.outChannels();
    int tap = packed / layer.outChannels() % 4;
    int pixel = packed / layer.outChannels() / 4;
    int y = pixel / (width / 2) * 2 + tap / 2;
    int x = pixel % (width / 2) * 2 + tap % 2;
    return (y * width + x) * layer.outChannels() + c;
  }

  private static int[] logitsOf(UNet net, Logits logits, int image) {
    float[] all = net.logits().toArray();
    int[] found = new int[logits.values().length];
    for (int i = 0; i < found.length; i++) {
      found[i] = (int) Math.scalb(all[image * found.length + i], logits.exponent());
    }
    return found;
  }
}
