package io.quantunet.driver.accelerator.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.quantunet.driver.accelerator.arch.Configuration;
import io.quantunet.driver.accelerator.arch.Configurations;
import io.quantunet.driver.accelerator.compiler.ExpectedCrcs;
import io.quantunet.driver.accelerator.functional.FunctionalDevice;
import io.quantunet.driver.engine.graph.Graph;
import io.quantunet.driver.engine.reference.ReferenceEngine;
import io.quantunet.driver.model.BitWidth;
import io.quantunet.driver.verify.RandomModels;
import io.quantunet.driver.verify.Trial;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Compiler and device know nothing of each other's code; the reference knows neither. */
class FunctionalNetsTest {

  private record Net(Configuration array, int seed) {

    Trial trial() {
      Random random = new Random(seed);
      int[][] grids = {{16, 16}, {48, 32}, {16, 64}, {80, 16}, {32, 32}};
      int[] grid = grids[seed % grids.length];
      Graph graph = Graph.of(RandomModels.model(1 + random.nextInt(6), seed));
      byte[] codes = RandomModels.codes(random, 2 * grid[0] * grid[1], new BitWidth(8));
      return new Trial("net " + seed, graph, grid[0], grid[1], 2, codes);
    }

    @Override
    public String toString() {
      return array.name() + ", net " + seed;
    }
  }

  static Stream<Net> nets() {
    return Configurations.ALL.stream()
        .flatMap(array -> IntStream.range(0, 5).mapToObj(seed -> new Net(array, seed)));
  }

  @ParameterizedTest
  @MethodSource("nets")
  void haveEveryCodeOfTheReference(Net net) {
    Trial.Outcome outcome =
        net.trial()
            .run(
                ReferenceEngine::new,
                graph -> new AcceleratorExecutor(graph, new FunctionalDevice(net.array())));

    assertThat(outcome.firstDifference()).isEmpty();
  }

  @ParameterizedTest
  @MethodSource("nets")
  void reportTheCrcsThatFollowFromTheReferencesCodes(Net net) {
    Trial trial = net.trial();
    byte[] frame =
        RandomModels.codes(new Random(7), trial.width() * trial.height(), new BitWidth(8));
    List<byte[]> codes = new ArrayList<>();
    try (ReferenceEngine reference = new ReferenceEngine(trial.graph());
        AcceleratorExecutor executor =
            new AcceleratorExecutor(trial.graph(), new FunctionalDevice(net.array()))) {
      int[] logits =
          reference.run(
              frame,
              trial.width(),
              trial.height(),
              (layer, output, width, height) -> codes.add(output));
      List<Integer> expected =
          ExpectedCrcs.of(executor.program(trial.width(), trial.height()), codes, logits);

      FrameRun run = executor.measure(frame, trial.width(), trial.height(), expected);

      assertThat(run.completions()).extracting(Completion::outputCrc).isEqualTo(expected);
    }
  }
}
