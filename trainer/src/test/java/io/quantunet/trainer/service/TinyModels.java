package io.quantunet.trainer.service;

import io.quantunet.driver.engine.GoldenVectors;
import io.quantunet.driver.model.ActivationFormat;
import io.quantunet.driver.model.BitWidth;
import io.quantunet.driver.model.Layer;
import io.quantunet.driver.model.LayerKind;
import io.quantunet.driver.model.LoadedModel;
import io.quantunet.driver.model.ManifestInfo;
import io.quantunet.driver.model.ModelBundles;
import io.quantunet.driver.model.QuantizedModel;
import io.quantunet.driver.model.UNetLayout;
import io.quantunet.proto.BundleFile;
import io.quantunet.proto.DecodeException;
import io.quantunet.proto.GreyImage;
import io.quantunet.proto.ModelBundle;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;

/** Bundles of random nets, small enough for a test. */
final class TinyModels {

  /** Side of their grid. */
  static final int GRID = 32;

  private static final ActivationFormat ACTIVATION = ActivationFormat.of(6, 4);
  private static final BitWidth WEIGHTS = new BitWidth(4);

  private TinyModels() {}

  static ModelBundle bundle(int width, long seed, String id) {
    QuantizedModel model = model(width, new Random(seed));
    ManifestInfo info =
        new ManifestInfo(id, Instant.ofEpochSecond(1), GRID, GRID, Map.of(), "random");
    byte[] grey = new byte[GRID * GRID];
    Arrays.fill(grey, (byte) 100);
    GreyImage frame = new GreyImage(GRID, GRID, grey);
    return ModelBundles.write(model, info, GoldenVectors.record(model, List.of(frame)));
  }

  static LoadedModel loaded(int width, long seed, String id) {
    try {
      return ModelBundles.read(BundleFile.decode(BundleFile.encode(bundle(width, seed, id)), id));
    } catch (DecodeException e) {
      throw new IllegalStateException(e);
    }
  }

  private static QuantizedModel model(int width, Random random) {
    List<Layer> layers = new ArrayList<>();
    ActivationFormat input = ActivationFormat.INPUT;
    for (UNetLayout.Slot slot : UNetLayout.slots(width)) {
      layers.add(layer(slot, input, random));
      input = ACTIVATION;
    }
    return new QuantizedModel(width, layers, 0);
  }

  private static Layer layer(UNetLayout.Slot slot, ActivationFormat input, Random random) {
    int taps = slot.kind().taps();
    int limit = WEIGHTS.maxWeightCode();
    byte[] weights = new byte[slot.outChannels() * taps * slot.inChannels()];
    for (int i = 0; i < weights.length; i++) {
      weights[i] = (byte) (random.nextInt(2 * limit + 1) - limit);
    }
    int sums = slot.kind() == LayerKind.UPCONV_2X2 ? slot.inChannels() : slot.inChannels() * taps;
    double spread = Math.sqrt(sums) * limit / 2.0;
    int exponent = (int) Math.round(Math.log(spread) / Math.log(2)); // keeps activations alive
    int[] exponents = new int[slot.outChannels()];
    Arrays.fill(exponents, exponent);
    boolean head = slot.kind() == LayerKind.LOGITS_1X1;
    return new Layer(
        slot.name(),
        slot.kind(),
        slot.inChannels(),
        slot.outChannels(),
        input,
        WEIGHTS,
        weights,
        exponents,
        new int[slot.outChannels()],
        head ? Optional.empty() : Optional.of(ACTIVATION));
  }
}
