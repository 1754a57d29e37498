package io.quantunet.driver.verify;

import io.quantunet.driver.engine.graph.Graph;
import io.quantunet.driver.model.BitWidth;
import io.quantunet.driver.model.Layer;
import java.util.Arrays;
import java.util.Random;

/** Trials of every kind, each made from its own seed: the same for the same seed. */
public final class RandomTrials {

  private static final long FLOAT_LIMIT = 1L << 24;
  private static final long INT_LIMIT = 1L << 31;

  private RandomTrials() {}

  /** Nets, typical layers, wide ones, large images, and layers at ties and at bounds. */
  public static Trial of(long seed) {
    Random random = new Random(seed);
    int kind = random.nextInt(100);
    if (kind < 30) {
      return net(random, 1 + random.nextInt(8), 16 * (1 + random.nextInt(6)));
    } else if (kind < 40) {
      return net(random, 8 + random.nextInt(9), 128);
    } else if (kind < 60) {
      return typical(random, "a typical layer", 48, 32);
    } else if (kind < 65) {
      return typical(random, "a wide layer", 512, 12);
    } else if (kind < 70) {
      return typical(random, "a large image", 16, 200);
    } else if (kind < 72) {
      return maxPool(random, 1 + random.nextInt(40));
    } else if (kind < 86) {
      return ties(random);
    }
    return bound(random);
  }

  /** One layer of moderate size, typical or hard, or a max-pool. */
  public static Trial layer(long seed) {
    Random random = new Random(seed);
    return switch (random.nextInt(4)) {
      case 0 -> ties(random);
      case 1 -> bound(random);
      case 2 -> maxPool(random, upTo(random, 40));
      default -> typical(random, "a typical layer", 40, 12);
    };
  }

  private static Trial net(Random random, int width, int mostPixels) {
    int across = 16 * (1 + random.nextInt(mostPixels / 16));
    int frames = random.nextInt(4) == 0 ? 2 + random.nextInt(4) : 1;
    byte[] codes = RandomModels.codes(random, frames * across * mostPixels, new BitWidth(8));
    Graph graph = Graph.of(RandomModels.model(width, random.nextLong()));
    return new Trial("a net of width " + width, graph, across, mostPixels, frames, codes);
  }

  private static Trial typical(Random random, String name, int mostChannels, int mostPixels) {
    LayerShape shape =
        LayerShape.random(random, upTo(random, mostChannels), upTo(random, mostChannels));
    Layer layer =
        RandomModels.layer(
            random,
            "layer",
            shape.kind(),
            shape.in(),
            shape.out(),
            shape.inputFormat(),
            shape.outputFormat());
    return trial(random, name, layer, upTo(random, mostPixels), upTo(random, mostPixels), 0);
  }

  private static Trial ties(Random random) {
    LayerShape shape = LayerShape.random(random, upTo(random, 6), upTo(random, 40));
    Layer layer = HardLayers.ties(random, shape, random.nextInt(Layer.MAX_SHIFT + 1));
    int width = upTo(random, 24);
    int height = upTo(random, 24);
    byte[] codes = RandomModels.codes(random, width * height * layer.inChannels(), new BitWidth(2));
    return Trial.of("ties in " + shape, Graph.of(layer), width, height, codes);
  }

  private static Trial bound(Random random) {
    int shift = random.nextInt(Layer.MAX_SHIFT + 1);
    LayerShape shape = LayerShape.random(random, upTo(random, 80), upTo(random, 16));
    long magnitude =
        switch (random.nextInt(3)) {
          case 0 -> FLOAT_LIMIT + random.nextInt(5) - 2;
          case 1 -> INT_LIMIT - 1 - random.nextInt(3);
          // where the half that rounding adds wraps in 32 bits
          default -> Math.min(INT_LIMIT - 1, INT_LIMIT - (1L << shift) / 2 + random.nextInt(3) - 1);
        };
    Layer layer = HardLayers.reaching(random, shape, magnitude, shift);
    return trial(random, "a bound of " + magnitude, layer, upTo(random, 12), upTo(random, 12), 90);
  }

  private static Trial maxPool(Random random, int channels) {
    int width = 2 * upTo(random, 40);
    int height = 2 * upTo(random, 40);
    byte[] codes = RandomModels.codes(random, width * height * channels, new BitWidth(8));
    return Trial.of("a max-pool", Graph.ofMaxPool(channels), width, height, codes);
  }

  private static Trial trial(
      Random random, String name, Layer layer, int width, int height, int percentAtMaximum) {
    int frames = random.nextInt(4) == 0 ? 2 + random.nextInt(3) : 1;
    BitWidth bits = layer.input().width();
    int perFrame = width * height * layer.inChannels();
    byte[] codes = RandomModels.codes(random, frames * perFrame, bits);
    if (random.nextInt(100) < percentAtMaximum) {
      Arrays.fill(codes, 0, perFrame, (byte) bits.maxActivationCode());
    }
    return new Trial(name + ", " + layer, Graph.of(layer), width, height, frames, codes);
  }

  private static int upTo(Random random, int most) {
    return 1 + random.nextInt(most);
  }
}
