package io.quantunet.trainer.net;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.quantunet.driver.engine.EngineKind;
import io.quantunet.driver.engine.Engines;
import io.quantunet.driver.engine.InferenceEngine;
import io.quantunet.driver.engine.Logits;
import io.quantunet.driver.model.ActivationFormat;
import io.quantunet.driver.model.BitWidth;
import io.quantunet.driver.model.QuantizedModel;
import io.quantunet.driver.model.UNetLayout;
import io.quantunet.trainer.net.BlobTraining.Blob;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("Quantization after training")
class PostTrainingQuantizationTest {

  private static final int SIDE = 32;
  private static final int BATCH = 8;

  private static UNet net;
  private static PostTrainingQuantization quantization;
  private static List<Blob> unseen;
  private static float[] floatLogits;

  /** The float net's answers, and those of an integer model, side by side. */
  private record Answers(double agreement, double dice, double logitError) {}

  @BeforeAll
  static void train() {
    net = new UNet(NetSettings.fullPrecision(4, SIDE, SIDE, BATCH), new Random(1));
    BlobTraining.train(net);
    Random random = new Random(77);
    quantization =
        PostTrainingQuantization.calibrate(
            net,
            BlobTraining.blobs(random, 3 * BATCH + 1, SIDE).stream().map(Blob::codes).toList());
    unseen = BlobTraining.blobs(random, BATCH, SIDE);
    BlobTraining.put(net, unseen);
    net.forward(false);
    floatLogits = net.logits().toArray();
  }

  @AfterAll
  static void close() {
    net.close();
  }

  @Test
  void startsFromANetThatFindsTheBlobs() {
    assertThat(BlobTraining.dice(floatLogits, unseen)).isGreaterThan(0.8);
  }

  @Test
  void keepsTheMasksAtEightBits() {
    Answers answers = compare(quantize(8));

    assertThat(answers.agreement()).isGreaterThanOrEqualTo(0.99);
    assertThat(answers.dice()).isGreaterThan(BlobTraining.dice(floatLogits, unseen) - 0.01);
    assertThat(answers.logitError()).isLessThan(0.1);
  }

  @Test
  void losesMoreTheFewerBitsThereAre() {
    double eight = compare(quantize(8)).logitError();
    double six = compare(quantize(6)).logitError();
    double four = compare(quantize(4)).logitError();

    assertThat(eight).isLessThan(six);
    assertThat(six).isLessThan(four);
  }

  @Test
  void givesEveryLayerTheWidthsThatWereAskedFor() {
    QuantizedModel model = quantization.quantize(new BitWidth(4), new BitWidth(6));

    assertThat(model.averageBits()).isEqualTo(4);
    assertThat(model.layers().get(0).input()).isEqualTo(ActivationFormat.INPUT);
    assertThat(model.layers())
        .allSatisfy(
            layer ->
                layer
                    .output()
                    .ifPresent(format -> assertThat(format.width()).isEqualTo(new BitWidth(6))));
  }

  @Test
  void tiesTheTwoSourcesOfEveryConcatenation() {
    QuantizedModel model = quantize(8);

    for (int stage = 1; stage <= UNetLayout.STAGES; stage++) {
      assertThat(model.layers().get(UNetLayout.indexOf("up" + stage)).output())
          .isEqualTo(model.layers().get(UNetLayout.indexOf("encoder" + stage + ".conv2")).output());
    }
  }

  @Test
  void runsOnEveryEngineAlike() {
    QuantizedModel model = quantize(6);
    try (InferenceEngine reference = Engines.create(EngineKind.REFERENCE, model);
        InferenceEngine onednn = Engines.create(EngineKind.ONEDNN, model)) {
      for (Blob blob : unseen) {
        assertThat(onednn.infer(blob.codes(), SIDE, SIDE).values())
            .isEqualTo(reference.infer(blob.codes(), SIDE, SIDE).values());
      }
    }
  }

  @Test
  void needsNormalizationToBeFolded() {
    try (UNet normalized = new UNet(NetSettings.fullPrecision(2, 16, 16, 1), new Random(1))) {
      assertThatThrownBy(
              () -> PostTrainingQuantization.calibrate(normalized, List.of(new byte[256])))
          .hasMessage("layer encoder1.conv1: batch normalization must be folded before export");
    }
  }

  @Test
  void refusesANetThatIsQuantizedAlready() {
    try (UNet quantized = new UNet(NetSettings.quantized(2, 16, 16, 1), new Random(1))) {
      assertThatThrownBy(
              () -> PostTrainingQuantization.calibrate(quantized, List.of(new byte[256])))
          .hasMessageContaining("export it by IntegerExport");
    }
  }

  @Test
  void needsFramesOnTheNetsGrid() {
    assertThatThrownBy(() -> PostTrainingQuantization.calibrate(net, List.of()))
        .hasMessage("calibration needs at least one training image");
    assertThatThrownBy(() -> PostTrainingQuantization.calibrate(net, List.of(new byte[256])))
        .hasMessage(
            "256 grey levels from place 0 on are no whole frames of 32 x 32 pixels in a batch of 8");
  }

  private static QuantizedModel quantize(int bits) {
    return quantization.quantize(new BitWidth(bits), new BitWidth(bits));
  }

  private static Answers compare(QuantizedModel model) {
    float[] found = new float[floatLogits.length];
    try (InferenceEngine engine = Engines.create(EngineKind.REFERENCE, model)) {
      for (int image = 0; image < BATCH; image++) {
        Logits logits = engine.infer(unseen.get(image).codes(), SIDE, SIDE);
        for (int i = 0; i < logits.values().length; i++) {
          found[image * SIDE * SIDE + i] =
              Math.scalb((float) logits.values()[i], -logits.exponent());
        }
      }
    }
    int agreeing = 0;
    double error = 0;
    double size = 0;
    for (int i = 0; i < found.length; i++) {
      agreeing += found[i] > 0 == floatLogits[i] > 0 ? 1 : 0;
      error += Math.pow(found[i] - floatLogits[i], 2);
      size += Math.pow(floatLogits[i], 2);
    }
    return new Answers(
        (double) agreeing / found.length,
        BlobTraining.dice(found, unseen),
        Math.sqrt(error / size));
  }
}
