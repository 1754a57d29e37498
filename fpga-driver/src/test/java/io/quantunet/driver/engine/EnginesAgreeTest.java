package io.quantunet.driver.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.quantunet.driver.engine.graph.Graph;
import io.quantunet.driver.engine.graph.GraphExecutor;
import io.quantunet.driver.model.ActivationFormat;
import io.quantunet.driver.model.BitWidth;
import io.quantunet.driver.model.Layer;
import io.quantunet.driver.model.LayerKind;
import io.quantunet.driver.model.QuantizedModel;
import io.quantunet.driver.verify.RandomModels;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Label;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

@Label("The engines onednn and reference")
class EnginesAgreeTest {

  @Property(tries = 300)
  void agreeOnEveryLayer(
      @ForAll LayerKind kind,
      @ForAll @IntRange(min = 1, max = 40) int in,
      @ForAll @IntRange(min = 1, max = 40) int out,
      @ForAll @IntRange(min = 2, max = 8) int inBits,
      @ForAll @IntRange(min = 2, max = 8) int outBits,
      @ForAll @IntRange(min = 1, max = 9) int width,
      @ForAll @IntRange(min = 1, max = 9) int height,
      @ForAll long seed) {
    Random random = new Random(seed);
    Optional<ActivationFormat> output =
        kind == LayerKind.LOGITS_1X1
            ? Optional.empty()
            : Optional.of(ActivationFormat.of(outBits, 3));
    Layer layer =
        RandomModels.layer(random, "layer", kind, in, out, ActivationFormat.of(inBits, 5), output);

    assertAgree(
        layer, RandomModels.codes(random, width * height * in, new BitWidth(inBits)), width);
  }

  /** Small sums over small shifts hit exact ties all the time. */
  @Property(tries = 200)
  void agreeOnTiesSaturationAndEveryShift(
      @ForAll @IntRange(min = 0, max = 31) int shift,
      @ForAll @IntRange(min = 2, max = 8) int weightBits,
      @ForAll @IntRange(min = 2, max = 8) int outBits,
      @ForAll long seed) {
    Random random = new Random(seed);
    int out = 16;
    byte[] weights = new byte[out];
    int[] exponents = new int[out];
    int[] bias = new int[out];
    for (int c = 0; c < out; c++) {
      weights[c] = (byte) (random.nextInt(3) - 1);
      exponents[c] = shift;
      int halves = random.nextInt(2 << outBits) - 4;
      bias[c] = (int) ((halves * (1L << shift) / 2) % (1 << 30));
    }
    Layer layer =
        new Layer(
            "layer",
            LayerKind.CONV_1X1,
            1,
            out,
            ActivationFormat.of(8, 0),
            new BitWidth(weightBits),
            weights,
            exponents,
            bias,
            Optional.of(ActivationFormat.of(outBits, 0)));
    byte[] codes = RandomModels.codes(random, 64, new BitWidth(2));

    assertAgree(layer, codes, 8);
  }

  @Property(tries = 12)
  void agreeOnEveryLayerOfANet(
      @ForAll @IntRange(min = 1, max = 9) int width, @ForAll @IntRange(max = 1000) int seed) {
    QuantizedModel model = RandomModels.model(width, seed);
    byte[] codes = RandomModels.codes(new Random(seed), 48 * 32, new BitWidth(8));

    assertThat(trace(EngineKind.ONEDNN, model, codes))
        .isEqualTo(trace(EngineKind.REFERENCE, model, codes));
  }

  private static List<Object> trace(EngineKind kind, QuantizedModel model, byte[] codes) {
    List<Object> trace = new ArrayList<>();
    try (InferenceEngine engine = Engines.create(kind, model)) {
      trace.add(
          engine.infer(
              codes,
              48,
              32,
              (layer, output, width, height) ->
                  trace.add(List.of(layer.name(), width, height, Arrays.hashCode(output)))));
    }
    return trace;
  }

  private static void assertAgree(Layer layer, byte[] codes, int width) {
    int height = codes.length / layer.inChannels() / width;
    Graph graph = Graph.of(layer);
    try (GraphExecutor oneDnn = Engines.executor(EngineKind.ONEDNN, graph);
        GraphExecutor reference = Engines.executor(EngineKind.REFERENCE, graph)) {
      assertThat(oneDnn.run(codes, width, height, LayerObserver.NONE))
          .isEqualTo(reference.run(codes, width, height, LayerObserver.NONE));
    }
  }
}
