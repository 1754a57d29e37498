package io.quantunet.driver.engine.conformance;

import io.quantunet.driver.engine.conformance.ConformanceChecks.Check;
import io.quantunet.driver.engine.graph.Graph;
import io.quantunet.driver.model.ActivationFormat;
import io.quantunet.driver.model.BitWidth;
import io.quantunet.driver.model.Layer;
import io.quantunet.driver.model.LayerKind;
import io.quantunet.driver.verify.RandomModels;
import io.quantunet.driver.verify.Trial;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** Single layers and max-pools: every kind, width, shape of image and number of channels. */
final class LayerChecks {

  private static final int[] CHANNELS = {1, 2, 3, 5, 7, 8, 15, 16, 17, 31, 32, 33};

  private record Size(int width, int height) {}

  /** Single pixels and rows, odd sides, and rows beyond and beside the block sizes of engines. */
  private static final List<Size> SIZES =
      List.of(
          new Size(1, 1),
          new Size(1, 2),
          new Size(2, 1),
          new Size(1, 9),
          new Size(11, 1),
          new Size(3, 3),
          new Size(7, 5),
          new Size(16, 17),
          new Size(61, 13),
          new Size(128, 9),
          new Size(600, 3));

  private LayerChecks() {}

  static List<Check> all() {
    return List.of(
        new Check("every width of weights and codes", LayerChecks::widths),
        new Check("one, odd and many channels", LayerChecks::channels),
        new Check("images of odd sizes", LayerChecks::sizes),
        new Check("max-pools", LayerChecks::maxPools));
  }

  private static Stream<Trial> widths() {
    return kinds()
        .flatMap(
            kind ->
                bits()
                    .flatMap(
                        weights -> bits().map(activations -> widths(kind, weights, activations))));
  }

  /** With B and A go all widths of the input. */
  private static Trial widths(LayerKind kind, int weightBits, int outBits) {
    int inBits = BitWidth.MIN_BITS + (weightBits + 2 * outBits) % 7;
    String name = "B = %d, A = %d, A_in = %d".formatted(weightBits, outBits, inBits);
    long seed = 64L * weightBits + 8L * outBits + kind.taps();
    BitWidth weights = new BitWidth(weightBits);
    return trial(name, kind, 6, 9, Optional.of(weights), inBits, outBits, new Size(7, 6), seed);
  }

  private static Stream<Trial> channels() {
    return kinds()
        .flatMap(
            kind ->
                Arrays.stream(CHANNELS)
                    .boxed()
                    .flatMap(
                        in ->
                            Arrays.stream(CHANNELS)
                                .filter(out -> (in + out) % 3 == 0 || in == 1 || out == 1)
                                .mapToObj(out -> channels(kind, in, out))));
  }

  private static Trial channels(LayerKind kind, int in, int out) {
    String name = in + " -> " + out + " channels";
    return trial(name, kind, in, out, Optional.empty(), 6, 6, new Size(5, 4), 64L * in + out);
  }

  private static Stream<Trial> sizes() {
    return kinds()
        .flatMap(
            kind ->
                SIZES.stream()
                    .map(
                        size -> trial("an odd size", kind, 3, 5, Optional.empty(), 8, 8, size, 7)));
  }

  private static Stream<Trial> maxPools() {
    return Stream.of(1, 2, 3, 16, 17, 64)
        .flatMap(
            channels ->
                Stream.of(new Size(2, 2), new Size(6, 10), new Size(34, 18))
                    .map(
                        size -> {
                          int count = size.width() * size.height() * channels;
                          byte[] codes =
                              RandomModels.codes(new Random(count), count, new BitWidth(8));
                          Graph graph = Graph.ofMaxPool(channels);
                          String name = channels + " channels";
                          return Trial.of(name, graph, size.width(), size.height(), codes);
                        }));
  }

  private static Trial trial(
      String name,
      LayerKind kind,
      int in,
      int out,
      Optional<BitWidth> weights,
      int inBits,
      int outBits,
      Size size,
      long seed) {
    Random random = new Random(seed);
    ActivationFormat input = ActivationFormat.of(inBits, 4);
    Optional<ActivationFormat> output =
        kind == LayerKind.LOGITS_1X1
            ? Optional.empty()
            : Optional.of(ActivationFormat.of(outBits, 3));
    Layer layer =
        weights
            .map(width -> RandomModels.layer(random, "layer", kind, in, out, input, width, output))
            .orElseGet(() -> RandomModels.layer(random, "layer", kind, in, out, input, output));
    byte[] codes =
        RandomModels.codes(random, size.width() * size.height() * in, new BitWidth(inBits));
    return Trial.of(name + ", " + layer, Graph.of(layer), size.width(), size.height(), codes);
  }

  private static Stream<LayerKind> kinds() {
    return Arrays.stream(LayerKind.values());
  }

  private static Stream<Integer> bits() {
    return IntStream.rangeClosed(BitWidth.MIN_BITS, BitWidth.MAX_BITS).boxed();
  }
}
