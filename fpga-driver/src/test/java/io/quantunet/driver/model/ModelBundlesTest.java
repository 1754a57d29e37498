package io.quantunet.driver.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import io.quantunet.driver.TestBundles;
import io.quantunet.driver.engine.GoldenVectors;
import io.quantunet.driver.verify.RandomModels;
import io.quantunet.proto.BundleFile;
import io.quantunet.proto.DecodeException;
import io.quantunet.proto.DecodeException.Reason;
import io.quantunet.proto.ModelBundle;
import io.quantunet.proto.ModelManifest;
import io.quantunet.proto.QuantizedNetwork;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@DisplayName("A model bundle")
class ModelBundlesTest {

  private static final QuantizedModel MODEL = RandomModels.model(2, 7);
  private static final ModelBundle BUNDLE = TestBundles.message(MODEL, "test-1");

  @TempDir Path folder;

  @Test
  void comesBackFromAFileAsItWas() throws Exception {
    Path file = folder.resolve("model.qun");
    BundleFile.write(file, BUNDLE);

    LoadedModel loaded = ModelBundles.read(file);

    assertThat(loaded.model()).isEqualTo(MODEL);
    assertThat(loaded.manifest()).isEqualTo(TestBundles.info("test-1"));
    assertThat(loaded.goldenVectors())
        .isEqualTo(GoldenVectors.record(MODEL, List.of(TestBundles.frame(1))));
    assertThat(loaded.sha256Hex()).isEqualTo(BundleFile.read(file).sha256Hex());
  }

  @Test
  void isRefusedIfABoundIsNotThatOfItsWeights() {
    ModelBundle lying = withNetwork(n -> edit(n, 3, l -> l.setAccumulatorBounds(0, 1)));

    assertRefused(lying, "layer encoder2.conv2: output channel 0 says an accumulator bound of 1");
  }

  @Test
  void isRefusedIfALayerIsOfAnotherKind() {
    ModelBundle wrong =
        withNetwork(
            n -> edit(n, 0, l -> l.setKind(io.quantunet.proto.LayerKind.LAYER_KIND_CONV1X1)));

    assertRefused(wrong, "layer encoder1.conv1: expected");
  }

  @Test
  void isRefusedIfALayerIsLargerThanItsWeights() {
    ModelBundle wrong =
        withNetwork(n -> edit(n, 1, l -> l.setPackedWeights(l.getPackedWeights().substring(1))));

    assertRefused(wrong, "layer encoder1.conv2: weights: 36 codes");
  }

  @Test
  void isRefusedIfItSaysItWereHuge() {
    assertRefused(withNetwork(n -> n.setWidth(1 << 28)), "width 268435456, must be 1..256");
    assertRefused(withNetwork(n -> n.setWidth(-1)), "width 4294967295, must be 1..256");
    assertRefused(
        withNetwork(n -> edit(n, 0, l -> l.setOutChannels(-1))), "layer encoder1.conv1: expected");
  }

  @Test
  void isRefusedIfLayersAreMissing() {
    assertRefused(withNetwork(n -> n.removeLayers(5)), "a U-Net has 23 layers, found 22");
    assertRefused(
        withNetwork(QuantizedNetwork.Builder::clearLayers), "a U-Net has 23 layers, found 0");
  }

  @Test
  void isRefusedIfAnExponentHasNoMeaning() {
    ModelBundle wrong =
        withNetwork(n -> edit(n, 22, l -> l.setWeightExponents(0, Integer.MIN_VALUE)));

    assertRefused(wrong, "layer head: scale exponent -2147483648 is outside of +-1024");
  }

  @Test
  void isRefusedIfAWidthOfBitsIsUnknown() {
    assertRefused(
        withNetwork(n -> edit(n, 4, l -> l.setWeightBits(9))),
        "layer encoder3.conv1: bits must be 2..8, was 9");
    assertRefused(
        withNetwork(n -> edit(n, 4, l -> l.setOutputBits(1))),
        "layer encoder3.conv1: bits must be 2..8, was 1");
  }

  @Test
  void isRefusedIfTheManifestIsOfAnotherModel() {
    assertRefused(withManifest(m -> m.setAverageBits(2)), "the manifest says 2.0 bits on average");
    assertRefused(withManifest(m -> m.setWidth(3)), "the manifest says width 3, the network has 2");
    assertRefused(withManifest(m -> m.setGridWidth(20)), "grid 20 x 32");
    assertRefused(withManifest(m -> m.setModelId("a/b")), "model id must be");
  }

  @Test
  void isRefusedIfAGoldenVectorDoesNotFit() {
    io.quantunet.proto.GoldenVector vector = golden().getVectors(0);
    assertRefused(
        withGolden(vector.toBuilder().setWidth(1 << 30).build()),
        "golden vector 0: 1024 input codes for 1073741824 x 32 pixels");
    assertRefused(
        withGolden(vector.toBuilder().clearLayerCrc32C().build()),
        "golden vector 0 has 0 checksums for 23 layers");
  }

  @Test
  void hasABoundedNumberOfGoldenVectors() {
    List<GoldenVector> one = GoldenVectors.record(MODEL, List.of(TestBundles.frame(1)));

    assertThatThrownBy(
            () ->
                ModelBundles.write(
                    MODEL, TestBundles.info("test"), Collections.nCopies(65, one.get(0))))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("65 golden vectors; at most 64");
  }

  private static void assertRefused(ModelBundle bundle, String message) {
    DecodeException refusal =
        catchThrowableOfType(
            DecodeException.class, () -> ModelBundles.read(TestBundles.file(bundle)));

    assertThat(refusal).isNotNull().hasMessageContaining(message);
    assertThat(refusal.reason()).isEqualTo(Reason.BAD_MODEL);
  }

  private static QuantizedNetwork.Builder edit(
      QuantizedNetwork.Builder network,
      int layer,
      Consumer<io.quantunet.proto.QuantizedLayer.Builder> change) {
    change.accept(network.getLayersBuilder(layer));
    return network;
  }

  private static ModelBundle withNetwork(UnaryOperator<QuantizedNetwork.Builder> change) {
    try {
      ByteString network =
          change
              .apply(QuantizedNetwork.parseFrom(BUNDLE.getNetwork()).toBuilder())
              .build()
              .toByteString();
      return resealed(BUNDLE.toBuilder().setNetwork(network), m -> m);
    } catch (InvalidProtocolBufferException e) {
      throw new AssertionError(e);
    }
  }

  private static ModelBundle withManifest(UnaryOperator<ModelManifest.Builder> change) {
    return resealed(BUNDLE.toBuilder(), change);
  }

  private static ModelBundle withGolden(io.quantunet.proto.GoldenVector vector) {
    ByteString golden =
        io.quantunet.proto.GoldenVectors.newBuilder().addVectors(vector).build().toByteString();
    return resealed(BUNDLE.toBuilder().setGolden(golden), m -> m);
  }

  private static io.quantunet.proto.GoldenVectors golden() {
    try {
      return io.quantunet.proto.GoldenVectors.parseFrom(BUNDLE.getGolden());
    } catch (InvalidProtocolBufferException e) {
      throw new AssertionError(e);
    }
  }

  /** With digests that fit: what an attacker or a broken exporter would write. */
  private static ModelBundle resealed(
      ModelBundle.Builder bundle, UnaryOperator<ModelManifest.Builder> change) {
    try {
      ModelManifest.Builder manifest =
          change.apply(ModelManifest.parseFrom(bundle.getManifest()).toBuilder());
      manifest
          .setNetworkSha256(digest(bundle.getNetwork()))
          .setGoldenSha256(digest(bundle.getGolden()));
      return bundle.setManifest(manifest.build().toByteString()).build();
    } catch (InvalidProtocolBufferException e) {
      throw new AssertionError(e);
    }
  }

  private static ByteString digest(ByteString part) {
    return ByteString.copyFrom(BundleFile.sha256(part.toByteArray()));
  }
}
