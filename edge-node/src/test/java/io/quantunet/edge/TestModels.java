package io.quantunet.edge;

import io.quantunet.driver.engine.GoldenVectors;
import io.quantunet.driver.model.ActivationFormat;
import io.quantunet.driver.model.BitWidth;
import io.quantunet.driver.model.Layer;
import io.quantunet.driver.model.LayerKind;
import io.quantunet.driver.model.ManifestInfo;
import io.quantunet.driver.model.ModelBundles;
import io.quantunet.driver.model.QuantizedModel;
import io.quantunet.driver.model.UNetLayout;
import io.quantunet.proto.BundleFile;
import io.quantunet.proto.DecodeException;
import io.quantunet.proto.GreyImage;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;

/** Bundles of small random nets: width 1, on a grid of 32 x 32, a millisecond a frame. */
public final class TestModels {

  /** Both sides of the grid. */
  public static final int GRID = 32;

  private static final BitWidth WEIGHTS = new BitWidth(4);
  private static final ActivationFormat ACTIVATIONS = ActivationFormat.of(8, 4);

  private TestModels() {}

  /** A bundle with one golden vector; another seed is another net. */
  public static BundleFile bundle(String modelId, long seed) {
    QuantizedModel model = model(seed);
    ManifestInfo info =
        new ManifestInfo(
            modelId, Instant.EPOCH, GRID, GRID, Map.of(), "random, seed " + seed + ", for tests");
    byte[] bytes =
        BundleFile.encode(
            ModelBundles.write(model, info, GoldenVectors.record(model, List.of(image(seed)))));
    try {
      return BundleFile.decode(bytes, modelId);
    } catch (DecodeException e) {
      throw new AssertionError(e);
    }
  }

  /** Noise of the grid's size. */
  public static GreyImage image(long seed) {
    byte[] pixels = new byte[GRID * GRID];
    new Random(seed).nextBytes(pixels);
    return new GreyImage(GRID, GRID, pixels);
  }

  private static QuantizedModel model(long seed) {
    Random random = new Random(seed);
    List<Layer> layers = new ArrayList<>();
    ActivationFormat input = ActivationFormat.INPUT;
    for (UNetLayout.Slot slot : UNetLayout.slots(1)) {
      layers.add(layer(random, slot, input));
      input = ACTIVATIONS;
    }
    return new QuantizedModel(1, layers, 0);
  }

  private static Layer layer(Random random, UNetLayout.Slot slot, ActivationFormat input) {
    Optional<ActivationFormat> output =
        slot.kind() == LayerKind.LOGITS_1X1 ? Optional.empty() : Optional.of(ACTIVATIONS);
    int limit = WEIGHTS.maxWeightCode();
    byte[] weights = new byte[slot.outChannels() * slot.kind().taps() * slot.inChannels()];
    for (int i = 0; i < weights.length; i++) {
      weights[i] = (byte) (random.nextInt(2 * limit + 1) - limit);
    }
    int sums =
        slot.kind() == LayerKind.UPCONV_2X2
            ? slot.inChannels()
            : weights.length / slot.outChannels();
    int spread = (int) (Math.sqrt(sums) * limit * 255 / 3);
    int shift = output.isEmpty() ? 0 : 31 - Integer.numberOfLeadingZeros(spread / 255 + 1);
    int[] exponents = new int[slot.outChannels()];
    int[] bias = new int[slot.outChannels()];
    for (int c = 0; c < exponents.length; c++) {
      exponents[c] = output.map(ActivationFormat::exponent).orElse(4) + shift - input.exponent();
      bias[c] = (int) (random.nextGaussian() * spread / 2);
    }
    return new Layer(
        slot.name(),
        slot.kind(),
        slot.inChannels(),
        slot.outChannels(),
        input,
        WEIGHTS,
        weights,
        exponents,
        bias,
        output);
  }
}
