package io.quantunet.driver.verify;

import io.quantunet.driver.model.ActivationFormat;
import io.quantunet.driver.model.BitWidth;
import io.quantunet.driver.model.Layer;
import io.quantunet.driver.model.LayerKind;
import io.quantunet.driver.model.QuantizedModel;
import io.quantunet.driver.model.UNetLayout;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.function.Supplier;

/** Nets and layers of random codes whose activations stay alive from end to end. */
public final class RandomModels {

  private RandomModels() {}

  /**
   * A net whose weights and activations have one width each, the same for the same seed: what the
   * benchmarks measure.
   */
  public static QuantizedModel uniform(
      int width, BitWidth weights, BitWidth activations, long seed) {
    return model(width, new Random(seed), () -> weights, () -> activations);
  }

  /**
   * A net whose activations have one width, the same for the same seed.
   *
   * @param weights each layer's width, in the order of {@link UNetLayout#slots}
   */
  public static QuantizedModel of(
      int width, List<BitWidth> weights, BitWidth activations, long seed) {
    return model(width, new Random(seed), weights.iterator()::next, () -> activations);
  }

  /** A net of all widths of weights and activations, the same for the same seed. */
  public static QuantizedModel model(int width, long seed) {
    Random random = new Random(seed);
    return model(width, random, () -> bits(random), () -> bits(random));
  }

  private static QuantizedModel model(
      int width, Random random, Supplier<BitWidth> weights, Supplier<BitWidth> activations) {
    Map<String, ActivationFormat> skips = new HashMap<>();
    List<Layer> layers = new ArrayList<>();
    ActivationFormat input = ActivationFormat.INPUT;
    for (UNetLayout.Slot slot : UNetLayout.slots(width)) {
      Optional<ActivationFormat> output = Optional.empty();
      if (slot.kind() != LayerKind.LOGITS_1X1) {
        ActivationFormat fresh = new ActivationFormat(activations.get(), random.nextInt(9));
        output =
            Optional.of(
                slot.kind() == LayerKind.UPCONV_2X2
                    ? skips.get("encoder" + slot.name().substring(2) + ".conv2")
                    : fresh);
        skips.put(slot.name(), output.get());
      }
      Layer layer =
          layer(
              random,
              slot.name(),
              slot.kind(),
              slot.inChannels(),
              slot.outChannels(),
              input,
              weights.get(),
              output);
      layers.add(layer);
      input = output.orElse(input);
    }
    return new QuantizedModel(width, layers, random.nextInt(200) - 100);
  }

  /** A layer whose shifts bring its accumulators to about the range of its output codes. */
  public static Layer layer(
      Random random,
      String name,
      LayerKind kind,
      int in,
      int out,
      ActivationFormat input,
      Optional<ActivationFormat> output) {
    return layer(random, name, kind, in, out, input, bits(random), output);
  }

  /** The same with weights of one width. */
  public static Layer layer(
      Random random,
      String name,
      LayerKind kind,
      int in,
      int out,
      ActivationFormat input,
      BitWidth width,
      Optional<ActivationFormat> output) {
    int limit = width.maxWeightCode();
    byte[] weights = new byte[out * kind.taps() * in];
    for (int i = 0; i < weights.length; i++) {
      weights[i] = (byte) (random.nextInt(2 * limit + 1) - limit);
    }
    int sums = kind == LayerKind.UPCONV_2X2 ? in : in * kind.taps();
    double spread = Math.sqrt(sums) * limit * input.width().maxActivationCode() / 3.0;
    int outCodes = output.map(format -> format.width().maxActivationCode()).orElse(1);
    int natural = (int) Math.round(Math.log(spread / outCodes) / Math.log(2));
    int[] exponents = new int[out];
    int[] bias = new int[out];
    for (int c = 0; c < out; c++) {
      int shift = Math.max(0, Math.min(Layer.MAX_SHIFT, natural - 1 + random.nextInt(3)));
      exponents[c] = output.map(ActivationFormat::exponent).orElse(0) + shift - input.exponent();
      bias[c] = (int) (random.nextGaussian() * spread / 2);
    }
    return new Layer(name, kind, in, out, input, width, weights, exponents, bias, output);
  }

  /** Random codes of a width. */
  public static byte[] codes(Random random, int count, BitWidth width) {
    byte[] codes = new byte[count];
    for (int i = 0; i < count; i++) {
      codes[i] = (byte) random.nextInt(width.maxActivationCode() + 1);
    }
    return codes;
  }

  private static BitWidth bits(Random random) {
    return new BitWidth(
        BitWidth.MIN_BITS + random.nextInt(BitWidth.MAX_BITS - BitWidth.MIN_BITS + 1));
  }
}
