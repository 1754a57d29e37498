package io.quantunet.driver.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.quantunet.driver.TestBundles;
import io.quantunet.driver.model.GoldenVector;
import io.quantunet.driver.model.QuantizedModel;
import io.quantunet.driver.verify.RandomModels;
import io.quantunet.proto.BinaryMask;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@DisplayName("Golden vectors")
class GoldenVectorsTest {

  private static final QuantizedModel MODEL = RandomModels.model(2, 5);
  private static final GoldenVector VECTOR =
      GoldenVectors.record(MODEL, List.of(TestBundles.frame(1))).get(0);

  @ParameterizedTest(name = "{0}")
  @EnumSource(names = {"REFERENCE", "ONEDNN", "JAVA"})
  void areReproducedByEveryEngine(EngineKind kind) {
    assertThat(verify(kind, VECTOR)).isEqualTo(new GoldenVectors.Verdict.Reproduced(1));
  }

  @Test
  void nameTheFirstLayerThatDiffers() {
    int[] checksums = VECTOR.layerCrc32c().clone();
    checksums[10]++;
    checksums[22]++;

    assertThat(verify(EngineKind.REFERENCE, with(checksums, VECTOR.mask())))
        .isEqualTo(new GoldenVectors.Verdict.Differs(0, "up4"));
  }

  @Test
  void nameTheHeadByItsLogits() {
    int[] checksums = VECTOR.layerCrc32c().clone();
    checksums[22]++;

    assertThat(verify(EngineKind.REFERENCE, with(checksums, VECTOR.mask())))
        .isEqualTo(new GoldenVectors.Verdict.Differs(0, "head"));
  }

  @Test
  void includeTheMask() {
    byte[] pixels = VECTOR.mask().pixels().clone();
    pixels[0] ^= 1;
    BinaryMask other = new BinaryMask(VECTOR.width(), VECTOR.height(), pixels);

    assertThat(verify(EngineKind.REFERENCE, with(VECTOR.layerCrc32c(), other)))
        .isEqualTo(new GoldenVectors.Verdict.Differs(0, "mask"));
  }

  private static GoldenVector with(int[] checksums, BinaryMask mask) {
    return new GoldenVector(VECTOR.width(), VECTOR.height(), VECTOR.input(), checksums, mask);
  }

  private static GoldenVectors.Verdict verify(EngineKind kind, GoldenVector vector) {
    try (InferenceEngine engine = Engines.create(kind, MODEL)) {
      return GoldenVectors.verify(engine, List.of(vector));
    }
  }
}
