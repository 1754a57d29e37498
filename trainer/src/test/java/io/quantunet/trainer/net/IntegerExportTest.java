package io.quantunet.trainer.net;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.quantunet.driver.engine.EngineKind;
import io.quantunet.driver.engine.Engines;
import io.quantunet.driver.engine.InferenceEngine;
import io.quantunet.driver.engine.Logits;
import io.quantunet.driver.model.BitWidth;
import io.quantunet.driver.model.Layer;
import io.quantunet.driver.model.LayerKind;
import io.quantunet.driver.model.QuantizedModel;
import io.quantunet.trainer.quantization.ActivationQuantizer;
import io.quantunet.trainer.quantization.ActivationScheme;
import io.quantunet.trainer.quantization.WeightScheme;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

@DisplayName("A folded net")
class IntegerExportTest {

  private static final int GRID = 32;
  private static final int BATCH = 3;

  private final Random random = new Random(4);
  private final byte[] codes = new byte[BATCH * GRID * GRID];

  @ParameterizedTest(name = "weights of {0} bits, activations of {1}, in {2}")
  @CsvSource({
    "2, 6, FLOAT32",
    "3, 4, FLOAT32",
    "5, 8, FLOAT32",
    "8, 2, FLOAT32",
    "2, 6, BFLOAT16",
    "3, 4, BFLOAT16",
    "5, 8, BFLOAT16",
    "8, 2, BFLOAT16",
    "8, 8, BFLOAT16"
  })
  void equalsItsExportCodeForCode(int weightBits, int activationBits, Precision precision) {
    SupportedPrecision.require(precision);
    UNet net = foldedNet(settings(weightBits, activationBits, precision));
    net.forward(false);

    assertEqualCodes(net, IntegerExport.of(net));
  }

  @ParameterizedTest(name = "{0}, {1}, in {2}")
  @MethodSource("schemes")
  void equalsItsExportWhateverTheScheme(
      WeightScheme weights, ActivationScheme activations, Precision precision) {
    SupportedPrecision.require(precision);
    UNet net = foldedNet(new NetSettings(3, GRID, GRID, BATCH, weights, activations, precision));
    net.activationQuantizers().forEach(this::learnSomeWidth);
    net.forward(false);

    assertEqualCodes(net, IntegerExport.of(net));
  }

  @ParameterizedTest(name = "{0}, {1}, in {2}")
  @MethodSource("schemes")
  void isTheSameAgainAfterImportWhateverTheScheme(
      WeightScheme weights, ActivationScheme activations, Precision precision) {
    SupportedPrecision.require(precision);
    NetSettings settings = new NetSettings(3, GRID, GRID, BATCH, weights, activations, precision);
    QuantizedModel model = IntegerExport.of(foldedNet(settings));
    UNet copy = new UNet(settings, new Random(99));

    IntegerImport.into(copy, model);
    fillInput(copy);
    copy.forward(false);

    assertEqualCodes(copy, model);
  }

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

  /** Any width of 2..8 where it is learned; tensors then differ. */
  private void learnSomeWidth(ActivationQuantizer quantizer) {
    if (quantizer.learnsWidth()) {
      quantizer.parameters().get(1).value()[0] = 2 + 6 * random.nextFloat();
    }
  }

  @Test
  void cannotBeExportedInFullPrecision() {
    UNet net = foldedNet(NetSettings.fullPrecision(3, GRID, GRID, BATCH));

    assertThatThrownBy(() -> IntegerExport.of(net))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("full precision has no codes to export");
  }

  @Test
  void goesOnInFullPrecisionWithTheValuesOfItsCodes() {
    QuantizedModel model = IntegerExport.of(foldedNet(8, 8));
    UNet floats = new UNet(NetSettings.fullPrecision(3, GRID, GRID, BATCH), new Random(99));
    UNet codes = new UNet(settings(8, 8), new Random(99));
    for (UNet net : List.of(floats, codes)) {
      IntegerImport.into(net, model);
      fillInput(net);
      net.forward(false);
    }

    // Rounding to 8 bits is all that differs.
    float[] expected = codes.logits().toArray();
    float[] found = floats.logits().toArray();
    double error = 0;
    double size = 0;
    for (int i = 0; i < found.length; i++) {
      error += Math.pow(found[i] - expected[i], 2);
      size += Math.pow(expected[i], 2);
    }
    assertThat(error).isLessThan(0.05 * size);
  }

  @Test
  void refusesAModelOfAnotherFixedWidth() {
    QuantizedModel model = IntegerExport.of(foldedNet(5, 6));
    UNet net =
        new UNet(
            new NetSettings(
                3,
                GRID,
                GRID,
                BATCH,
                WeightScheme.FixedWidth.of(4),
                ActivationScheme.FixedWidth.of(6),
                Precision.FLOAT32),
            random);

    assertThatThrownBy(() -> IntegerImport.into(net, model))
        .hasMessage("weights of 5 bits cannot continue as 4 bits");
  }

  @ParameterizedTest(name = "weights of {0} bits, activations of {1}")
  @CsvSource({"2, 6", "3, 4", "5, 8", "8, 2"})
  void isTheSameAgainAfterImport(int weightBits, int activationBits) {
    QuantizedModel model = IntegerExport.of(foldedNet(weightBits, activationBits));
    UNet copy = new UNet(settings(weightBits, activationBits), new Random(99));

    IntegerImport.into(copy, model);
    fillInput(copy);
    copy.forward(false);

    assertEqualCodes(copy, model);
  }

  @Test
  void tiesTheTwoSourcesOfEveryConcatenation() {
    QuantizedModel model = IntegerExport.of(foldedNet(4, 6));

    assertThat(model.layers()).hasSize(23);
    assertThat(layer(model, "up3").output()).isEqualTo(layer(model, "encoder3.conv2").output());
  }

  @Test
  void cannotBeExportedBeforeItIsFolded() {
    UNet net = new UNet(settings(4, 6), random);

    assertThatThrownBy(() -> IntegerExport.of(net))
        .hasMessage("layer encoder1.conv1: batch normalization must be folded before export");
  }

  @Test
  void isRefusedWithTheLayersNameIfAnAccumulatorMightOverflow() {
    UNet net = foldedNet(4, 6);
    net.layers().get(6).bias().value()[1] = 1e9f;

    assertThatThrownBy(() -> IntegerExport.of(net))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageStartingWith("layer encoder4.conv1: ");
  }

  @Test
  void keepsTheThresholdOfTheModelItStartedFrom() {
    QuantizedModel exported = IntegerExport.of(foldedNet(4, 6));
    QuantizedModel model = new QuantizedModel(exported.width(), exported.layers(), -37);
    UNet net = new UNet(settings(4, 6), random);

    IntegerImport.into(net, model);

    assertThat(net.logitThreshold()).isNegative();
    assertThat(IntegerExport.of(net).threshold()).isEqualTo(-37);
  }

  @Test
  void refusesAModelOfAnotherWidth() {
    QuantizedModel model = IntegerExport.of(foldedNet(4, 6));
    UNet wider = new UNet(NetSettings.quantized(5, 16, 16, 1), random);

    assertThatThrownBy(() -> IntegerImport.into(wider, model))
        .hasMessage("a net of width 5 cannot start from a model of width 3");
  }

  /** A net with normalization statistics and biases of its own, as after training. */
  private UNet foldedNet(int weightBits, int activationBits) {
    return foldedNet(settings(weightBits, activationBits));
  }

  private UNet foldedNet(NetSettings settings) {
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

  private void fillInput(UNet net) {
    float[] values = new float[codes.length];
    for (int i = 0; i < values.length; i++) {
      values[i] = (codes[i] & 0xFF) / 256f;
    }
    net.input().write(0, values, values.length);
  }

  private void assertEqualCodes(UNet net, QuantizedModel model) {
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

  private static Layer layer(QuantizedModel model, String name) {
    return model.layers().stream()
        .filter(layer -> layer.name().equals(name))
        .findFirst()
        .orElseThrow();
  }

  private static NetSettings settings(int weightBits, int activationBits) {
    return settings(weightBits, activationBits, Precision.FLOAT32);
  }

  private static NetSettings settings(int weightBits, int activationBits, Precision precision) {
    return new NetSettings(
        3, GRID, GRID, BATCH, new BitWidth(activationBits), weightBits, true, precision);
  }
}
