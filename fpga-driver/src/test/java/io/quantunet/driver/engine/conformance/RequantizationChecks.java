package io.quantunet.driver.engine.conformance;

import io.quantunet.driver.engine.conformance.ConformanceChecks.Check;
import io.quantunet.driver.engine.graph.Graph;
import io.quantunet.driver.model.BitWidth;
import io.quantunet.driver.model.Layer;
import io.quantunet.driver.model.LayerKind;
import io.quantunet.driver.verify.HardLayers;
import io.quantunet.driver.verify.LayerShape;
import io.quantunet.driver.verify.RandomModels;
import io.quantunet.driver.verify.Trial;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import java.util.stream.Stream;

/** From accumulators to codes: rounding, ties, clamps, and the bounds 2^24 and 2^31. */
final class RequantizationChecks {

  private static final long FLOAT_LIMIT = 1L << 24;
  private static final long INT_LIMIT = 1L << 31;
  private static final int[] BOUND_SHIFTS = {0, 1, 8, 16, 17, 22, 23, 24, 30, 31};

  private RequantizationChecks() {}

  static List<Check> all() {
    return List.of(
        new Check("ties and clamps at every shift", RequantizationChecks::ties),
        new Check("every shift in the channels of one layer", RequantizationChecks::mixedShifts),
        new Check("channels of zeros", RequantizationChecks::zeros),
        new Check("accumulators at 2^24", () -> bounds(FLOAT_LIMIT - 1, FLOAT_LIMIT + 1)),
        new Check("accumulators at 2^31", () -> bounds(INT_LIMIT - 2, INT_LIMIT - 1)),
        new Check("rounding beside 2^31", RequantizationChecks::wrapping),
        new Check("sums beyond 2^24", RequantizationChecks::heaviest));
  }

  /** Codes 0..3 and weights -1..1 move the accumulator a little around each half. */
  private static Stream<Trial> ties() {
    return IntStream.rangeClosed(0, Layer.MAX_SHIFT)
        .boxed()
        .flatMap(
            shift ->
                requantizing()
                    .map(
                        kind -> {
                          Random random = new Random(31L * shift + kind.taps());
                          BitWidth output = new BitWidth(2 + (shift + kind.taps()) % 7);
                          LayerShape shape =
                              new LayerShape(kind, 2, 48, new BitWidth(2), new BitWidth(8), output);
                          Layer layer = HardLayers.ties(random, shape, shift);
                          byte[] codes = RandomModels.codes(random, 6 * 5 * 2, new BitWidth(2));
                          return Trial.of("shift " + shift, Graph.of(layer), 6, 5, codes);
                        }));
  }

  private static Stream<Trial> mixedShifts() {
    return requantizing()
        .flatMap(kind -> IntStream.rangeClosed(2, 8).mapToObj(bits -> mixedShifts(kind, bits)));
  }

  /** Channel c has shift c; the biases bring the codes into their range. */
  private static Trial mixedShifts(LayerKind kind, int outBits) {
    Random random = new Random(outBits);
    LayerShape shape =
        new LayerShape(kind, 3, 32, new BitWidth(4), new BitWidth(4), new BitWidth(outBits));
    Layer same = HardLayers.ties(random, shape, 0);
    int[] shifts = IntStream.rangeClosed(0, Layer.MAX_SHIFT).toArray();
    int[] bias = new int[shifts.length];
    for (int c = 0; c < bias.length; c++) {
      long range = Math.min(1L << 30, (long) shape.output().maxActivationCode() << c);
      bias[c] = (int) (random.nextDouble() * range);
    }
    Layer layer =
        new Layer(
            "layer",
            kind,
            shape.in(),
            shape.out(),
            same.input(),
            same.weightWidth(),
            same.weights(),
            shifts,
            bias,
            same.output());
    byte[] codes = RandomModels.codes(random, 8 * 7 * shape.in(), shape.input());
    return Trial.of("shifts 0..31 to " + outBits + " bits", Graph.of(layer), 8, 7, codes);
  }

  private static Stream<Trial> zeros() {
    return Arrays.stream(LayerKind.values())
        .map(
            kind -> {
              LayerShape shape =
                  new LayerShape(kind, 5, 9, new BitWidth(3), new BitWidth(8), new BitWidth(5));
              Layer layer = HardLayers.zero(shape, 2, c -> 17 * c - 30);
              byte[] codes = RandomModels.codes(new Random(1), 4 * 3 * 5, shape.input());
              return Trial.of("zeros in " + kind, Graph.of(layer), 4, 3, codes);
            });
  }

  private static Stream<Trial> bounds(long least, long most) {
    return LongStream.rangeClosed(least, most)
        .boxed()
        .flatMap(
            magnitude ->
                Arrays.stream(BOUND_SHIFTS)
                    .boxed()
                    .flatMap(
                        shift ->
                            Arrays.stream(LayerKind.values())
                                .map(kind -> reaching(kind, magnitude, shift))));
  }

  /** Here {@code acc + 2^(s-1)} is 2^31: it wraps in 32 bits. */
  private static Stream<Trial> wrapping() {
    return IntStream.rangeClosed(1, Layer.MAX_SHIFT)
        .boxed()
        .flatMap(
            shift ->
                LongStream.rangeClosed(-1, 1)
                    .map(step -> INT_LIMIT - (1L << (shift - 1)) + step)
                    .filter(magnitude -> magnitude < INT_LIMIT)
                    .mapToObj(magnitude -> reaching(LayerKind.CONV_1X1, magnitude, shift)));
  }

  /** Two inputs: all codes at the maximum, which reaches the bound, and random ones. */
  private static Trial reaching(LayerKind kind, long magnitude, int shift) {
    Random random = new Random(magnitude + shift);
    int in = kind == LayerKind.CONV_3X3 ? 3 : 5;
    LayerShape shape =
        new LayerShape(kind, in, 6, new BitWidth(8), new BitWidth(8), new BitWidth(8));
    Layer layer = HardLayers.reaching(random, shape, magnitude, shift);
    byte[] codes = RandomModels.codes(random, 2 * 4 * 3 * in, shape.input());
    Arrays.fill(codes, 0, codes.length / 2, (byte) shape.input().maxActivationCode());
    String name = "%s reaching %d at shift %d".formatted(kind, magnitude, shift);
    return new Trial(name, Graph.of(layer), 4, 3, 2, codes);
  }

  /** Many channels: it is the sum that is large, not the bias. */
  private static Stream<Trial> heaviest() {
    return Arrays.stream(LayerKind.values())
        .flatMap(kind -> Stream.of(0, 17, 20).map(shift -> heaviest(kind, shift)));
  }

  private static Trial heaviest(LayerKind kind, int shift) {
    int in = kind == LayerKind.CONV_3X3 ? 75 : 650;
    LayerShape shape =
        new LayerShape(kind, in, 4, new BitWidth(8), new BitWidth(8), new BitWidth(8));
    byte[] codes = new byte[4 * 3 * in];
    Arrays.fill(codes, (byte) 255);
    codes[codes.length / 2] = (byte) 254;
    Layer layer = HardLayers.heaviest(shape, shift);
    return Trial.of("the heaviest " + shape, Graph.of(layer), 4, 3, codes);
  }

  private static Stream<LayerKind> requantizing() {
    return Arrays.stream(LayerKind.values()).filter(kind -> kind != LayerKind.LOGITS_1X1);
  }
}
