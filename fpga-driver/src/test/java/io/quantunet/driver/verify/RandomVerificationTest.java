package io.quantunet.driver.verify;

import static org.assertj.core.api.Assertions.assertThat;

import io.quantunet.driver.engine.EngineKind;
import io.quantunet.driver.engine.Engines;
import io.quantunet.driver.engine.LayerObserver;
import io.quantunet.driver.engine.UnsupportedGraphException;
import io.quantunet.driver.engine.graph.Graph;
import io.quantunet.driver.engine.graph.GraphExecutor;
import io.quantunet.driver.engine.graph.StepTime;
import io.quantunet.driver.engine.reference.ReferenceEngine;
import io.quantunet.driver.model.LayerKind;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("The random verification")
class RandomVerificationTest {

  @Test
  void comparesAsManyCodesAsItIsTold() {
    RandomVerification.Report report =
        run(graph -> Engines.executor(EngineKind.JAVA, graph), 300_000, 1);

    assertThat(report.passed()).isTrue();
    assertThat(report.compared()).isGreaterThanOrEqualTo(300_000);
    assertThat(report.firstDifference()).isEmpty();
    assertThat(report.elapsed()).isPositive();
  }

  @Test
  void triesTheSameWithTheSameSeed() {
    RandomVerification.Report once =
        run(graph -> Engines.executor(EngineKind.JAVA, graph), 100_000, 7);
    RandomVerification.Report again =
        run(graph -> Engines.executor(EngineKind.JAVA, graph), 100_000, 7);

    assertThat(again.cases()).isEqualTo(once.cases());
    assertThat(again.compared()).isEqualTo(once.compared());
  }

  @Test
  void findsAnEngineThatIsWrongAndSaysHowToSeeItAgain() {
    RandomVerification.Report report = run(WrongInOneKind::new, 1_000_000, 1);

    assertThat(report.passed()).isFalse();
    RandomVerification.Difference first = report.firstDifference().orElseThrow();
    assertThat(first.what()).contains("1 of").contains("first in the result");

    RandomVerification.Report again = run(WrongInOneKind::new, 1, first.seed());
    assertThat(again.cases()).isEqualTo(1);
    assertThat(again.firstDifference()).contains(first);
  }

  @Test
  void countsWhatTheEngineCannotComputeByItsReason() {
    RandomVerification.Report report = run(OnlyNets::new, 300_000, 1);

    assertThat(report.passed()).isTrue();
    assertThat(report.compared()).isGreaterThanOrEqualTo(300_000);
    assertThat(report.notRun()).containsOnlyKeys("a layer alone");
    assertThat(report.notRun().get("a layer alone")).isPositive();
  }

  private static RandomVerification.Report run(
      Function<Graph, GraphExecutor> engine, long codes, long seed) {
    return RandomVerification.run(engine, codes, seed, compared -> {});
  }

  @Test
  void tellsHowFarItIs() {
    List<Long> heard = new ArrayList<>();

    RandomVerification.Report report =
        RandomVerification.run(EngineKind.JAVA, 100_000, 3, heard::add);

    assertThat(heard).hasSize((int) report.cases()).isSorted().endsWith(report.compared());
  }

  /** Right, but for the first value of a single convolution 1x1: which only some trials are. */
  private record WrongInOneKind(Graph graph, ReferenceEngine right) implements GraphExecutor {

    WrongInOneKind(Graph graph) {
      this(graph, new ReferenceEngine(graph));
    }

    @Override
    public int[] run(byte[] codes, int width, int height, LayerObserver observer) {
      int[] results = right.run(codes, width, height, observer);
      results[0] += isWrong() ? 1 : 0;
      return results;
    }

    private boolean isWrong() {
      return graph.layers().size() == 1 && graph.layers().get(0).kind() == LayerKind.CONV_1X1;
    }

    @Override
    public void run(byte[] codes, int frames, int width, int height, int[] results) {
      right.run(codes, frames, width, height, results);
    }

    @Override
    public List<StepTime> time(byte[] codes, int width, int height) {
      return right.time(codes, width, height);
    }

    @Override
    public void close() {
      right.close();
    }
  }

  /** Right, but for layers alone, which it refuses. */
  private record OnlyNets(Graph graph, ReferenceEngine right) implements GraphExecutor {

    OnlyNets(Graph graph) {
      this(graph, new ReferenceEngine(graph));
    }

    private void check() {
      if (graph.layers().size() <= 1) {
        throw new UnsupportedGraphException("a layer alone", "a layer alone: " + graph.layers());
      }
    }

    @Override
    public int[] run(byte[] codes, int width, int height, LayerObserver observer) {
      check();
      return right.run(codes, width, height, observer);
    }

    @Override
    public void run(byte[] codes, int frames, int width, int height, int[] results) {
      check();
      right.run(codes, frames, width, height, results);
    }

    @Override
    public List<StepTime> time(byte[] codes, int width, int height) {
      check();
      return right.time(codes, width, height);
    }

    @Override
    public void close() {
      right.close();
    }
  }
}
