package io.quantunet.driver.engine.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import io.quantunet.driver.engine.EngineKind;
import io.quantunet.driver.engine.Engines;
import io.quantunet.driver.engine.GoldenVectors;
import io.quantunet.driver.engine.InferenceEngine;
import io.quantunet.driver.engine.graph.Graph;
import io.quantunet.driver.engine.graph.GraphExecutor;
import io.quantunet.driver.model.BitWidth;
import io.quantunet.driver.model.LoadedModel;
import io.quantunet.driver.verify.RandomModels;
import io.quantunet.driver.verify.RandomTrials;
import io.quantunet.driver.verify.Trial;
import io.quantunet.driver.verify.VectorVerification;
import io.quantunet.proto.DecodeException;
import io.quantunet.testsupport.SharedFolder;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.ShrinkingMode;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/**
 * What an engine must pass before anyone may load it: no code differs from the integer model. An
 * engine's test extends it and says which engine; one that cannot take every graph overrides {@link
 * #refusal}.
 */
public abstract class EngineConformance implements EngineUnderTest {

  private final EngineKind kind;
  private final long bulkCodes;
  private final Tally random = new Tally();

  /** An engine of which ten million codes are compared, besides those of the single checks. */
  protected EngineConformance(EngineKind kind) {
    this(kind, 10_000_000);
  }

  /**
   * @param bulkCodes least number of codes to compare
   */
  protected EngineConformance(EngineKind kind, long bulkCodes) {
    this.kind = kind;
    this.bulkCodes = bulkCodes;
  }

  @Override
  public GraphExecutor executor(Graph graph) {
    return Engines.executor(kind, graph);
  }

  @TestFactory
  Stream<DynamicTest> isExactIn() {
    return ConformanceChecks.all().stream()
        .map(
            check ->
                DynamicTest.dynamicTest(
                    check.name(),
                    () -> assertThat(check.firstDifference(this, new Tally())).isEmpty()));
  }

  @Test
  void isExactInMillionsOfCodes() {
    Tally tally = new Tally();
    BulkTrials.all()
        .takeWhile(trial -> tally.compared() < bulkCodes)
        .filter(trial -> tally.takes(this, trial))
        .forEach(trial -> assertThat(tally.count(run(trial))).isEmpty());

    System.out.printf("engine %s: %d codes compared, 0 differ%n", kind.label(), tally.compared());
    assertThat(tally.compared()).isGreaterThanOrEqualTo(bulkCodes);
  }

  @Property(tries = 200, shrinking = ShrinkingMode.OFF) // a smaller seed is no smaller layer
  void isExactInRandomLayers(@ForAll long seed) {
    Trial trial = RandomTrials.layer(seed);
    if (random.takes(this, trial)) {
      assertThat(random.count(run(trial))).isEmpty();
    }
  }

  @Test
  void reproducesTheIndependentVectors() throws IOException {
    VectorVerification.Report report =
        VectorVerification.run(SharedFolder.require("vectors"), kind);

    assertThat(report.failures()).isEmpty();
    assertThat(report.cases()).isEqualTo(66);
    assertThat(report.compared()).isGreaterThan(100_000);
  }

  @Test
  void reproducesTheGoldenVectorsOfTheShippedModel() throws IOException, DecodeException {
    LoadedModel shipped = ShippedModel.load();
    assertThat(shipped.goldenVectors()).isNotEmpty();
    try (InferenceEngine engine = Engines.create(kind, shipped.model())) {
      assertThat(GoldenVectors.verify(engine, shipped.goldenVectors()))
          .isEqualTo(new GoldenVectors.Verdict.Reproduced(shipped.goldenVectors().size()));
    }
  }

  @Test
  void isExactOnRealFrames() throws IOException, DecodeException {
    LoadedModel shipped = ShippedModel.load();
    int width = shipped.manifest().gridWidth();
    int height = shipped.manifest().gridHeight();
    Tally tally = new Tally();
    Arrays.stream(ShippedModel.realFrames(shipped))
        .takeWhile(frame -> tally.compared() < bulkCodes)
        .map(frame -> Trial.of("a real frame", Graph.of(shipped.model()), width, height, frame))
        .forEach(trial -> assertThat(tally.count(run(trial))).isEmpty());
  }

  /** Buffers of one size must not show in the results of another. */
  @Test
  void isExactWhenSizesAndBatchesChange() {
    Graph graph = Graph.of(RandomModels.model(3, 11));
    Random random = new Random(12);
    try (GraphExecutor right = oracle().apply(graph);
        GraphExecutor tried = executor(graph)) {
      for (int side : List.of(32, 16, 48, 16, 64, 80, 32)) {
        int frames = 1 + random.nextInt(3);
        byte[] codes = RandomModels.codes(random, frames * side * 16, new BitWidth(8));
        assertThat(batch(tried, codes, frames, side)).isEqualTo(batch(right, codes, frames, side));
      }
    }
  }

  private Trial.Outcome run(Trial trial) {
    return trial.run(oracle(), this::executor);
  }

  private static int[] batch(GraphExecutor executor, byte[] codes, int frames, int width) {
    int[] results = new int[frames * width * 16];
    executor.run(codes, frames, width, 16, results);
    return results;
  }
}
